// Services of the operator's Prometheus pods, instead of `prometheus-operated`, which other resources may share.
import type * as k8s from "@pulumi/kubernetes";
import { PORTS } from "../../kubernetes/ports";
import { metadata, type Part } from "../../kubernetes/workload";
import { PROMETHEUS, SHARD_LABEL, SIDECAR } from "./part";

/** Name and labels of the part's objects. */
export const prometheusPart = (namespace: string) =>
  ({ name: PROMETHEUS.name, namespace, component: PROMETHEUS.component }) as const;

const headless = (
  part: Pick<Part, "name" | "namespace" | "component">,
  ports: k8s.types.input.core.v1.ServicePort[],
  selector: Readonly<Record<string, string>> = PROMETHEUS.pods,
): k8s.core.v1.ServiceArgs => ({
  metadata: metadata(part),
  spec: { clusterIP: "None", selector, ports },
});

const GRPC = { name: "grpc", port: PORTS.grpc, targetPort: "grpc", protocol: "TCP" };

export const prometheusService = (namespace: string): k8s.core.v1.ServiceArgs =>
  headless(prometheusPart(namespace), [
    { name: "web", port: PORTS.prometheus, targetPort: "web", protocol: "TCP" },
  ]);

/** Pods and port of the NodePort Service, which balances over the replicas. */
export const NODE_PORT_TARGET = {
  pods: PROMETHEUS.pods,
  port: { name: "web", port: PORTS.prometheus },
} as const;

/** Services whose pods have the same data: one per shard. */
export const sidecarServices = (shards: number): string[] =>
  shards === 1
    ? [SIDECAR.name]
    : Array.from({ length: shards }, (_, i) => `${SIDECAR.name}-${String(i)}`);

/** Sidecars of one shard, where there are several. */
export const shardService = (
  namespace: string,
  name: string,
  shard: number,
): k8s.core.v1.ServiceArgs =>
  headless({ name, namespace, component: SIDECAR.component }, [GRPC], {
    ...PROMETHEUS.pods,
    [SHARD_LABEL]: String(shard),
  });

/** Service of the sidecars; Query finds each replica by its SRV records. */
export const sidecarService = (namespace: string): k8s.core.v1.ServiceArgs =>
  headless({ name: SIDECAR.name, namespace, component: SIDECAR.component }, [
    GRPC,
    { name: "http", port: PORTS.http, targetPort: "http", protocol: "TCP" },
  ]);
