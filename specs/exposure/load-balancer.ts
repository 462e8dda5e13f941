// Exposure by a TCP load balancer: it passes the bytes on, and Thanos itself asks for the certificate.
import type * as k8s from "@pulumi/kubernetes";
import { labels, selectorLabels, type PartOf } from "../labels";
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

/** What lies behind: a port of one part's pods. */
interface Behind {
  readonly name: string;
  readonly component: PartOf;
  readonly pods: string;
  readonly port: { readonly name: string; readonly targetPort: string };
}

const loadBalancer = (
  { name, component, pods, port }: Behind,
  namespace: string,
  exposure: LoadBalancerExposure,
): k8s.core.v1.ServiceArgs => ({
  metadata: {
    name,
    namespace,
    labels: labels(name, component),
    annotations: { ...exposure.annotations },
  },
  spec: {
    type: "LoadBalancer",
    selector: selectorLabels(pods),
    ports: [{ ...port, port: exposure.port, protocol: "TCP" }],
    ...(exposure.sourceRanges.length === 0
      ? {}
      : { loadBalancerSourceRanges: [...exposure.sourceRanges] }),
  },
});

/** The observer's way in to an observee. */
export const edgeService = (
  namespace: string,
  exposure: LoadBalancerExposure,
): k8s.core.v1.ServiceArgs =>
  loadBalancer(
    {
      name: NAMES.edge,
      component: "edge",
      pods: NAMES.leafQuery,
      port: { name: "grpc-tls", targetPort: "grpc" },
    },
    namespace,
    exposure,
  );

/** An observee's way in to the observer's Receive. */
export const receiveEdgeService = (
  namespace: string,
  exposure: LoadBalancerExposure,
): k8s.core.v1.ServiceArgs =>
  loadBalancer(
    {
      name: NAMES.receiveEdge,
      component: "database-write-hashring",
      pods: NAMES.receive,
      port: { name: "remote-write", targetPort: "remote-write" },
    },
    namespace,
    exposure,
  );
