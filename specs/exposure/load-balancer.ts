// Exposure by a TCP load balancer: it passes the bytes on, and the leaf Query itself asks for the certificate.
import type * as k8s from "@pulumi/kubernetes";
import { labels, selectorLabels } from "../labels";
import { NAMES } from "../names";

export interface LoadBalancerExposure {
  readonly kind: "loadBalancer";
  /** Port to dial. */
  readonly port: number;
  /** The cloud's own annotations, such as those of an AWS NLB. */
  readonly annotations: Readonly<Record<string, string>>;
  /** CIDRs that may dial; everyone when empty. */
  readonly sourceRanges: readonly string[];
}

export const edgeService = (
  namespace: string,
  exposure: LoadBalancerExposure,
): k8s.core.v1.ServiceArgs => ({
  metadata: {
    name: NAMES.edge,
    namespace,
    labels: labels(NAMES.edge, "edge"),
    annotations: { ...exposure.annotations },
  },
  spec: {
    type: "LoadBalancer",
    selector: selectorLabels(NAMES.leafQuery),
    ports: [{ name: "grpc-tls", port: exposure.port, targetPort: "grpc", protocol: "TCP" }],
    ...(exposure.sourceRanges.length === 0
      ? {}
      : { loadBalancerSourceRanges: [...exposure.sourceRanges] }),
  },
});
