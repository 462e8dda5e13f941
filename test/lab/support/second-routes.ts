// Second routes to an edge's host, without its certificate checks.
import { ingressRoute, tlsOption } from "../../../components/edge/traefik/spec";
import { NAMES } from "../../../kubernetes/names";
import { PORTS } from "../../../kubernetes/ports";
import { traefikPort } from "../../../lab/addons/traefik";
import { NAMESPACE } from "./cluster";
import { LEAF_QUERY } from "../../../components/query/part";

export const SECOND = "second";

/** A route of Traefik's own, with these TLS options. */
export const secondRoute = (host: string, tls: object): object => ({
  apiVersion: "traefik.io/v1alpha1",
  kind: "IngressRoute",
  metadata: { name: SECOND, namespace: NAMESPACE },
  spec: {
    entryPoints: ["websecure"],
    routes: [
      {
        ...{ kind: "Rule", match: `Host(\`${host}\`)`, priority: 1000 },
        services: [{ name: LEAF_QUERY.name, port: PORTS.grpc, scheme: "h2c" }],
      },
    ],
    tls,
  },
});

/** An Ingress that requires no certificate. */
export const secondIngress = (host: string): object => {
  const backend = { service: { name: LEAF_QUERY.name, port: { number: PORTS.grpc } } };
  return {
    apiVersion: "networking.k8s.io/v1",
    kind: "Ingress",
    metadata: { name: SECOND, namespace: NAMESPACE },
    spec: {
      ingressClassName: "nginx",
      rules: [{ host, http: { paths: [{ path: "/", pathType: "Prefix", backend }] } }],
    },
  };
};

/** Names of the resources of an edge by Traefik's own resources. */
export const edgeOfTraefik = (hostname: string): object[] => [
  tlsOption(NAMESPACE),
  ingressRoute(
    NAMESPACE,
    {
      kind: "traefik",
      backend: "leaf",
      ...{ hostname, port: traefikPort, annotations: {} },
      ...{ entryPoints: ["websecure"], sourceRanges: [] },
    },
    NAMES.serverTls,
  ),
];
