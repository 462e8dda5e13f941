// Exposure by an Ingress with nginx' annotations: the controller ends TLS, asks for the client's certificate, and
// speaks plain HTTP/2 to what stands behind.
import type * as k8s from "@pulumi/kubernetes";
import { labels } from "../../../kubernetes/labels";
import { NAMES } from "../../../kubernetes/names";
import { TIMEOUTS } from "../../../kubernetes/query-timeouts";
import { backendOf, type Terminating } from "../backend";
import { allowed, nginx } from "./nginx-annotations";

export interface IngressExposure extends Terminating {
  readonly kind: "ingress";
  readonly ingressClassName: string;
  /** CIDRs that may dial; everyone when empty. */
  readonly sourceRanges: readonly string[];
  /** Common name of the client's certificate, where it is not the observer's. */
  readonly clientName?: string | undefined;
}

/**
 * The annotations that close the door. The CA Secret is made by this program and always holds `ca.crt`: without that
 * key ingress-nginx would let everybody in.
 */
const mutualTls = (namespace: string, clientName: string): Record<string, string> => ({
  [nginx("ssl-redirect")]: "true",
  [nginx("force-ssl-redirect")]: "true",
  [nginx("backend-protocol")]: "GRPC",
  [nginx("auth-tls-secret")]: `${namespace}/${NAMES.clientCa}`,
  [nginx("auth-tls-verify-client")]: "on",
  // The client CA signs the leaf itself: nothing may stand between them.
  [nginx("auth-tls-verify-depth")]: "1",
  // At its plain port nginx sees no certificate, so without a name to look for a redirect alone would be in the way,
  // and none for who claims by a header to have come by HTTPS.
  [nginx("auth-tls-match-cn")]: `CN=${clientName}`,
  // A quiet stream is cut after 60 s otherwise, and a long matcher refused above 1 MiB.
  [nginx("proxy-read-timeout")]: String(TIMEOUTS.edge),
  [nginx("proxy-send-timeout")]: String(TIMEOUTS.edge),
  [nginx("proxy-body-size")]: "16m",
});

/** Annotations that nobody else may set, beside all that ask. */
export const OWN_ANNOTATIONS: readonly string[] = Object.keys(mutualTls("", ""));

/** `clientName` is the common name of the observer's certificate, which is its `cluster` whatever is rotated. */
export const edgeIngress = (
  namespace: string,
  exposure: IngressExposure,
  serverSecret: string,
  clientName: string,
): k8s.networking.v1.IngressArgs => {
  const { name, port } = backendOf(exposure.backend);
  const backend = { service: { name, port: { number: port } } };
  return {
    metadata: {
      name: NAMES.edge,
      namespace,
      labels: labels(NAMES.edge, "edge"),
      annotations: {
        ...exposure.annotations,
        ...mutualTls(namespace, exposure.clientName ?? clientName),
        ...allowed(exposure.sourceRanges),
      },
    },
    spec: {
      ingressClassName: exposure.ingressClassName,
      tls: [{ hosts: [exposure.hostname], secretName: serverSecret }],
      rules: [
        {
          host: exposure.hostname,
          http: { paths: [{ path: "/", pathType: "Prefix", backend }] },
        },
      ],
    },
  };
};
