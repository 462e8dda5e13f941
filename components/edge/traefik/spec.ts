// Exposure by Traefik's resources: Traefik terminates TLS, verifies clients, and uses plaintext HTTP/2 to the backend.
// https://doc.traefik.io/traefik/reference/routing-configuration/kubernetes/crd/http/ingressroute/
import type {
  IIngressRoute,
  IMiddleware,
  ITLSOption,
} from "@kubernetes-models/traefik/traefik.io/v1alpha1";
import { NAMES } from "../../../kubernetes/names";
import { backendOf, edgeMetadata } from "../backend";
import type { TraefikConfig } from "./config";

const TRAEFIK_API = "traefik.io/v1alpha1";

/** Traefik applies an option of this name, in any namespace, to all routes that name none. */
export const DEFAULT_OPTION = "default";

/** Client authentication. If its Secret or CA is missing, Traefik closes the connections of all routes that use it. */
export const tlsOption = (namespace: string, name: string = NAMES.edge) =>
  ({
    apiVersion: TRAEFIK_API,
    kind: "TLSOption",
    metadata: { ...edgeMetadata(namespace), name },
    spec: {
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
    },
  }) satisfies ITLSOption;

/** Restricts the source addresses; undefined if all may connect. */
export const sourceRangeMiddleware = (
  namespace: string,
  { sourceRanges }: Pick<TraefikConfig, "sourceRanges">,
) =>
  sourceRanges.length === 0
    ? undefined
    : ({
        apiVersion: TRAEFIK_API,
        kind: "Middleware",
        metadata: edgeMetadata(namespace),
        spec: { ipAllowList: { sourceRange: sourceRanges } },
      } satisfies IMiddleware);

/** The route, which names the TLSOption and, if there is one, the Middleware. */
export const ingressRoute = (namespace: string, exposure: TraefikConfig, serverSecret: string) =>
  ({
    apiVersion: TRAEFIK_API,
    kind: "IngressRoute",
    metadata: { ...edgeMetadata(namespace), annotations: { ...exposure.annotations } },
    spec: {
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
    },
  }) satisfies IIngressRoute;
