// Exposure by Traefik's own resources: Traefik ends TLS, asks for the client's certificate, and speaks HTTP/2 in plain
// to what stands behind. https://doc.traefik.io/traefik/reference/routing-configuration/kubernetes/crd/http/ingressroute/
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
  /** Make the cluster-wide option `default` as well. */
  readonly defaultTlsOption?: boolean | undefined;
}

/** Traefik takes an option of this name, in whatever namespace, for all routes that name none. */
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

/** Without its Secret, or without a CA in that, Traefik closes the connections of every route that names it. */
const ASKS: TlsOptionSpec = {
  minVersion: "VersionTLS13",
  // Nobody is served who does not name the host, and so nobody by Traefik's own certificate.
  sniStrict: true,
  alpnProtocols: ["h2"],
  // A caller who was revoked cannot take up an old session.
  disableSessionTickets: true,
  clientAuth: {
    secretNames: [NAMES.clientCa],
    clientAuthType: "RequireAndVerifyClientCert",
  },
};

export const tlsOption = (namespace: string, name: string = NAMES.edge) =>
  object("TLSOption", name, namespace, ASKS);

/** Who may dial; none where all may. */
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
