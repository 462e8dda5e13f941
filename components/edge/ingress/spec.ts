// Exposure by an Ingress with nginx' annotations: the controller terminates TLS, verifies the client certificate, and
// uses plaintext HTTP/2 to the backend.
import type * as k8s from "@pulumi/kubernetes";
import { NAMES } from "../../../kubernetes/names";
import { TIMEOUTS } from "../../../kubernetes/query-timeouts";
import { backendOf, edgeMetadata } from "../backend";
import type { IngressConfig } from "./config";
import { sourceRangeAnnotations, nginx } from "./nginx-annotations";

/**
 * Annotations that enforce mutual TLS. This program creates the CA Secret, always with `ca.crt`: without that key
 * ingress-nginx would accept every client.
 */
const mutualTls = (namespace: string, clientName: string): Record<string, string> => ({
  [nginx("ssl-redirect")]: "true",
  [nginx("force-ssl-redirect")]: "true",
  [nginx("backend-protocol")]: "GRPC",
  [nginx("auth-tls-secret")]: `${namespace}/${NAMES.clientCa}`,
  [nginx("auth-tls-verify-client")]: "on",
  // The client CA signs the leaf directly, so no intermediate is allowed.
  [nginx("auth-tls-verify-depth")]: "1",
  // On its HTTP port nginx sees no certificate. Without a name to match, only the redirect would protect that port, and
  // it does not apply to clients that claim HTTPS in a header.
  [nginx("auth-tls-match-cn")]: `CN=${clientName}`,
  // By default nginx ends idle streams after 60 s and rejects bodies above 1 MiB, such as a long matcher.
  [nginx("proxy-read-timeout")]: String(TIMEOUTS.edge),
  [nginx("proxy-send-timeout")]: String(TIMEOUTS.edge),
  [nginx("proxy-body-size")]: "16m",
});

/** Annotations that the configuration may not set, in addition to all that configure authentication. */
export const OWN_ANNOTATIONS: readonly string[] = Object.keys(mutualTls("", ""));

/**
 * The Ingress. `clientName` is the common name of the observer's certificate, its `cluster`, which no rotation changes.
 */
export const edgeIngress = (
  namespace: string,
  exposure: IngressConfig,
  serverSecret: string,
  clientName: string,
): k8s.networking.v1.IngressArgs => {
  const { name, port } = backendOf(exposure.backend);
  const backend = { service: { name, port: { number: port } } };
  return {
    metadata: {
      ...edgeMetadata(namespace),
      annotations: {
        ...exposure.annotations,
        ...mutualTls(namespace, exposure.clientName ?? clientName),
        ...sourceRangeAnnotations(exposure.sourceRanges),
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
