// LoadBalancer and NodePort Services that pass TCP through, so that the part itself verifies client certificates.
import type * as k8s from "@pulumi/kubernetes";
import { selectorLabels } from "../../../kubernetes/labels";
import { NAMES } from "../../../kubernetes/names";
import { GRPC_PORT, metadata } from "../../../kubernetes/workload";
import { ALERTMANAGER } from "../../alertmanager/part";
import { LEAF_QUERY } from "../../query/part";
import { RECEIVE } from "../../receive/part";
import type { NodePortConfig } from "../node-port/config";
import type { LoadBalancerConfig } from "./config";

const HTTPS = 443;

/** Kinds of Service that pass TCP through. */
export type PassThrough = LoadBalancerConfig | NodePortConfig;

/** The pods and port behind such a Service. */
interface Target {
  /** Name of the Service. */
  readonly name: string;
  readonly component: string;
  readonly pods: Readonly<Record<string, string>>;
  readonly port: { readonly name: string; readonly targetPort: string };
  /** Port of a NodePort Service, unused where the node port is dialled; default 443. */
  readonly servicePort?: number;
  /** Whether each client stays with one pod. */
  readonly sticky?: true;
}

/** A Service that passes TCP through to the pods of one part. */
export const passThrough =
  ({ name, component, pods, port, servicePort = HTTPS, sticky }: Target) =>
  (namespace: string, exposure: PassThrough): k8s.core.v1.ServiceArgs => {
    const about = metadata({ name, namespace, component });
    const common = {
      selector: { ...pods },
      sessionAffinity: sticky === true ? "ClientIP" : undefined,
    };
    switch (exposure.kind) {
      case "loadBalancer":
        return {
          metadata: { ...about, annotations: { ...exposure.annotations } },
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
          metadata: about,
          spec: {
            type: "NodePort",
            ...common,
            ports: [{ ...port, port: servicePort, protocol: "TCP", nodePort: exposure.nodePort }],
          },
        };
    }
  };

/** Service of an observee's edge. */
export const edgeService = passThrough({
  name: NAMES.edge,
  component: "edge",
  pods: selectorLabels(LEAF_QUERY.name),
  port: { name: "grpc-tls", targetPort: GRPC_PORT.mutualTls },
});

/** Service of the observer's Receive for observees. */
export const receiveEdgeService = passThrough({
  name: NAMES.receiveEdge,
  component: RECEIVE.component,
  pods: selectorLabels(RECEIVE.name),
  port: { name: "remote-write", targetPort: "remote-write" },
});

/**
 * Service of the observer's Alertmanager for observees. It keeps each sender with one replica: replicas do not share
 * alerts, and one that an alert is no longer repeated to resolves it.
 */
export const alertmanagerEdgeService = passThrough({
  name: NAMES.alertmanagerEdge,
  component: ALERTMANAGER.component,
  pods: ALERTMANAGER.pods,
  port: { name: "alerts", targetPort: "edge" },
  sticky: true,
});
