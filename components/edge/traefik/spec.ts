// Exposure by Traefik's resources: Traefik terminates TLS, verifies clients, and uses plaintext HTTP/2 to the backend.
// https://doc.traefik.io/traefik/reference/routing-configuration/kubernetes/crd/http/ingressroute/
import { labels } from "../../../kubernetes/labels";
import { NAMES } from "../../../kubernetes/names";
import { backendOf, type Terminating } from "../backend";
import {
  TRAEFIK_API,
  type IngressRouteSpec,
  type MiddlewareSpec,
  type TlsOptionSpec,
} from "./types";

export interface TraefikExposure extends Terminating {
  readonly kind: "traefik";
  readonly entryPoints: readonly string[];
  readonly sourceRanges: readonly string[];
  /** Also create the cluster-wide TLSOption `default`. */
  readonly defaultTlsOption?: boolean | undefined;
}

/** Traefik applies an option of this name, in any namespace, to all routes that name none. */
export const DEFAULT_OPTION = "default";

const object = <Kind extends string, Spec extends object>(
  kind: Kind,
  name: string,
  namespace: string,
  spec: Spec,
) => ({
  apiVersion: TRAEFIK_API,
  kind,
  metadata: { name, namespace, labels: labels(NAMES.edge, "edge") },
  spec,
});

/** If the Secret or its CA is missing, Traefik closes the connections of every route that uses this option. */
const ASKS: TlsOptionSpec = {
  minVersion: "VersionTLS13",
  // Requires the host's server name, so Traefik's default certificate is never used.
  sniStrict: true,
  alpnProtocols: ["h2"],
  // A revoked client cannot resume an old session.
  disableSessionTickets: true,
  clientAuth: {
    secretNames: [NAMES.clientCa],
    clientAuthType: "RequireAndVerifyClientCert",
  },
};

export const tlsOption = (namespace: string, name: string = NAMES.edge) =>
  object("TLSOption", name, namespace, ASKS);

/** Restricts the source addresses; undefined if all may connect. */
export const sourceRangeMiddleware = (namespace: string, { sourceRanges }: TraefikExposure) => {
  const spec: MiddlewareSpec = { ipAllowList: { sourceRange: sourceRanges } };
  return sourceRanges.length === 0 ? undefined : object("Middleware", NAMES.edge, namespace, spec);
};

export const ingressRoute = (
  namespace: string,
  exposure: TraefikExposure,
  serverSecret: string,
) => {
  const spec: IngressRouteSpec = {
    entryPoints: exposure.entryPoints,
    routes: [
      {
        kind: "Rule",
        match: `Host(\`${exposure.hostname}\`)`,
        middlewares: exposure.sourceRanges.length === 0 ? undefined : [{ name: NAMES.edge }],
        services: [{ ...backendOf(exposure.backend), scheme: "h2c" }],
      },
    ],
    tls: { secretName: serverSecret, options: { name: NAMES.edge, namespace } },
  };
  const route = object("IngressRoute", NAMES.edge, namespace, spec);
  return { ...route, metadata: { ...route.metadata, annotations: { ...exposure.annotations } } };
};
