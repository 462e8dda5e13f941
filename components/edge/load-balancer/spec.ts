// LoadBalancer and NodePort Services that pass TCP through, so that the part itself verifies client certificates.
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
  /** Address to dial; default: the load balancer's own. */
  readonly address?: string | undefined;
  /** Annotations for the cloud provider, such as those of an AWS NLB. */
  readonly annotations: Readonly<Record<string, string>>;
  /** CIDRs that may connect; empty means all. */
  readonly sourceRanges: readonly string[];
}

export interface NodePortExposure {
  readonly kind: "nodePort";
  readonly nodePort: number;
  /** Node to dial. */
  readonly address: string;
}

const HTTPS = 443;

/** The pods and port of one part. */
interface Behind {
  readonly name: string;
  readonly component: string;
  readonly pods: Readonly<Record<string, string>>;
  readonly port: { readonly name: string; readonly targetPort: string };
  /** Port of a NodePort Service, unused where the node port is dialled; default 443. */
  readonly servicePort?: number;
  /** Whether each client stays with one pod. */
  readonly sticky?: true;
}

/** Kinds of Service that pass TCP through. */
export type PassThrough = LoadBalancerExposure | NodePortExposure;

/** A Service that passes TCP through to the pods of one part. */
export function passThrough(
  { name, component, pods, port, servicePort = HTTPS, sticky }: Behind,
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
          ports: [{ ...port, port: servicePort, protocol: "TCP", nodePort: exposure.nodePort }],
        },
      };
  }
}

/** Service of an observee's edge. */
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

/** Service of the observer's Receive for observees. */
export const receiveEdgeService = (
  namespace: string,
  exposure: PassThrough,
): k8s.core.v1.ServiceArgs =>
  passThrough(
    {
      name: NAMES.receiveEdge,
      component: RECEIVE.component,
      pods: selectorLabels(RECEIVE.name),
      port: { name: "remote-write", targetPort: "remote-write" },
    },
    namespace,
    exposure,
  );

/**
 * Service of the observer's Alertmanager for observees. Alertmanager replicas do not share alerts, so if an alert were
 * repeated to another replica, the first would resolve it.
 */
export const alertmanagerEdgeService = (
  namespace: string,
  exposure: PassThrough,
): k8s.core.v1.ServiceArgs =>
  passThrough(
    {
      name: NAMES.alertmanagerEdge,
      component: ALERTMANAGER.component,
      pods: ALERTMANAGER.pods,
      port: { name: "alerts", targetPort: "edge" },
      sticky: true,
    },
    namespace,
    exposure,
  );
