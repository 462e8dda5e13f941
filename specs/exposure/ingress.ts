// Exposure by an Ingress with nginx' annotations: the controller ends TLS, asks for the client's certificate, and
// speaks plain HTTP/2 to the leaf Query. https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/
import type * as k8s from "@pulumi/kubernetes";
import { labels } from "../labels";
import { NAMES } from "../names";
import { PORTS } from "../ports";
import { TIMEOUTS } from "../timeouts";

export interface IngressExposure {
  readonly kind: "ingress";
  /** DNS name that the observer dials, on port 443. */
  readonly hostname: string;
  readonly ingressClassName: string;
  /** More annotations; they cannot change the ones that ask for a certificate. */
  readonly annotations: Readonly<Record<string, string>>;
}

const nginx = (key: string) => `nginx.ingress.kubernetes.io/${key}`;

/**
 * The annotations that close the door. The CA Secret is made by this program and always holds `ca.crt`: without that
 * key ingress-nginx would let everybody in.
 */
const mutualTls = (namespace: string): Record<string, string> => ({
  [nginx("ssl-redirect")]: "true",
  [nginx("backend-protocol")]: "GRPC",
  [nginx("auth-tls-secret")]: `${namespace}/${NAMES.clientCa}`,
  [nginx("auth-tls-verify-client")]: "on",
  [nginx("auth-tls-verify-depth")]: "1",
  // A quiet stream is cut after 60 s otherwise, and a long matcher refused above 1 MiB.
  [nginx("proxy-read-timeout")]: String(TIMEOUTS.edge),
  [nginx("proxy-send-timeout")]: String(TIMEOUTS.edge),
  [nginx("proxy-body-size")]: "16m",
});

export const edgeIngress = (
  namespace: string,
  exposure: IngressExposure,
  serverSecret: string,
): k8s.networking.v1.IngressArgs => ({
  metadata: {
    name: NAMES.edge,
    namespace,
    labels: labels(NAMES.edge, "edge"),
    annotations: { ...exposure.annotations, ...mutualTls(namespace) },
  },
  spec: {
    ingressClassName: exposure.ingressClassName,
    tls: [{ hosts: [exposure.hostname], secretName: serverSecret }],
    rules: [
      {
        host: exposure.hostname,
        http: {
          paths: [
            {
              path: "/",
              pathType: "Prefix",
              backend: { service: { name: NAMES.leafQuery, port: { number: PORTS.grpc } } },
            },
          ],
        },
      },
    ],
  },
});
