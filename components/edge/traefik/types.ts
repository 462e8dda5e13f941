// Fields of Traefik's custom resources that this program sets.
// https://doc.traefik.io/traefik/reference/routing-configuration/kubernetes/crd/
export const TRAEFIK_API = "traefik.io/v1alpha1";

export interface TlsOptionSpec {
  readonly minVersion: "VersionTLS13";
  readonly sniStrict: true;
  readonly alpnProtocols: readonly ["h2"];
  readonly disableSessionTickets: true;
  readonly clientAuth: {
    /** Secrets in the option's namespace, each with `ca.crt`. */
    readonly secretNames: readonly string[];
    readonly clientAuthType: "RequireAndVerifyClientCert";
  };
}

export interface IngressRouteSpec {
  readonly entryPoints: readonly string[];
  readonly routes: readonly {
    readonly kind: "Rule";
    readonly match: string;
    readonly middlewares?: readonly { readonly name: string }[];
    readonly services: readonly {
      readonly name: string;
      readonly port: number;
      readonly scheme: "h2c";
    }[];
  }[];
  readonly tls: {
    readonly secretName: string;
    readonly options: { readonly name: string; readonly namespace: string };
  };
}

export interface MiddlewareSpec {
  readonly ipAllowList: { readonly sourceRange: readonly string[] };
}
