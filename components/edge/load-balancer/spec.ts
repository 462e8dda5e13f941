// Exposure by a TCP load balancer, or a port of every node: it passes the bytes on, and Thanos itself asks for the certificate.
import type * as k8s from "@pulumi/kubernetes";
import { labels, selectorLabels } from "../../../kubernetes/labels";
import { NAMES } from "../../../kubernetes/names";
import { GRPC_PORT } from "../../../kubernetes/workload";
import { ALERTMANAGER } from "../../alertmanager/part";
import { LEAF_QUERY } from "../../query/part";
import { RECEIVE } from "../../receive/part";

export interface LoadBalancerExposure {
  readonly kind: "loadBalancer";
  /** Port to dial. */
  readonly port: number;
  /** What to dial, where it is not the load balancer's own. */
  readonly address?: string | undefined;
  /** The cloud's own annotations, such as those of an AWS NLB. */
  readonly annotations: Readonly<Record<string, string>>;
  /** CIDRs that may dial; everyone when empty. */
  readonly sourceRanges: readonly string[];
}

export interface NodePortExposure {
  readonly kind: "nodePort";
  readonly nodePort: number;
  /** A node, to dial. */
  readonly address: string;
}

/** The Service's own port, which nobody dials where there is one of the node's. */
const HTTPS = 443;

/** What lies behind: a port of one part's pods. */
interface Behind {
  readonly name: string;
  readonly component: string;
  readonly pods: Readonly<Record<string, string>>;
  readonly port: { readonly name: string; readonly targetPort: string };
  /** Whether a caller comes to the same pod each time. */
  readonly sticky?: true;
}

/** What the bytes are passed on by. */
export type PassThrough = LoadBalancerExposure | NodePortExposure;

function passThrough(
  { name, component, pods, port, sticky }: Behind,
  namespace: string,
  exposure: PassThrough,
): k8s.core.v1.ServiceArgs {
  const metadata = { name, namespace, labels: labels(name, component) };
  const affinity = sticky === true ? { sessionAffinity: "ClientIP" } : {};
  const common = { selector: { ...pods }, ...affinity };
  switch (exposure.kind) {
    case "loadBalancer":
      return {
        metadata: { ...metadata, annotations: { ...exposure.annotations } },
        spec: {
          type: "LoadBalancer",
          ...common,
          ports: [{ ...port, port: exposure.port, protocol: "TCP" }],
          loadBalancerSourceRanges:
            exposure.sourceRanges.length === 0 ? undefined : [...exposure.sourceRanges],
        },
      };
    case "nodePort":
      return {
        metadata,
        spec: {
          type: "NodePort",
          ...common,
          ports: [{ ...port, port: HTTPS, protocol: "TCP", nodePort: exposure.nodePort }],
        },
      };
  }
}

/** The observer's way in to an observee. */
export const edgeService = (namespace: string, exposure: PassThrough): k8s.core.v1.ServiceArgs =>
  passThrough(
    {
      name: NAMES.edge,
      component: "edge",
      pods: selectorLabels(LEAF_QUERY.name),
      port: { name: "grpc-tls", targetPort: GRPC_PORT.mutualTls },
    },
    namespace,
    exposure,
  );

/** An observee's way in to the observer's Receive. */
export const receiveEdgeService = (
  namespace: string,
  exposure: PassThrough,
): k8s.core.v1.ServiceArgs =>
  passThrough(
    {
      name: NAMES.receiveEdge,
      component: "database-write-hashring",
      pods: selectorLabels(RECEIVE.name),
      port: { name: "remote-write", targetPort: "remote-write" },
    },
    namespace,
    exposure,
  );

/**
 * An observee's way in to the observer's Alertmanager. Replicas do not tell each other of alerts, so one that is repeated
 * to another replica would be resolved in the eyes of the first.
 */
export const alertmanagerEdgeService = (
  namespace: string,
  exposure: PassThrough,
): k8s.core.v1.ServiceArgs =>
  passThrough(
    {
      name: NAMES.alertmanagerEdge,
      component: "alertmanager",
      pods: ALERTMANAGER.pods,
      port: { name: "alerts", targetPort: "edge" },
      sticky: true,
    },
    namespace,
    exposure,
  );
