// Services of the operator's Prometheus pods, instead of `prometheus-operated`, which other resources may share.
import type * as k8s from "@pulumi/kubernetes";
import { labels } from "../../kubernetes/labels";
import { disruptionBudget, nodePortService } from "../../kubernetes/objects";
import { PORTS } from "../../kubernetes/ports";
import { PROMETHEUS, SIDECAR } from "./part";

/** The operator's pod label with the number of the shard. */
export const SHARD_LABEL = "operator.prometheus.io/shard";

const headless = (
  name: string,
  component: string,
  namespace: string,
  ports: k8s.types.input.core.v1.ServicePort[],
): k8s.core.v1.ServiceArgs => ({
  metadata: { name, namespace, labels: labels(name, component) },
  spec: { clusterIP: "None", selector: PROMETHEUS.pods, ports },
});

export const prometheusService = (namespace: string): k8s.core.v1.ServiceArgs =>
  headless(PROMETHEUS.name, "prometheus", namespace, [
    { name: "web", port: PORTS.prometheus, targetPort: "web", protocol: "TCP" },
  ]);

/** Allows one pod at a time to be evicted, across all shards. */
export const prometheusBudget = (namespace: string): k8s.policy.v1.PodDisruptionBudgetArgs =>
  disruptionBudget(
    { name: PROMETHEUS.name, namespace, component: PROMETHEUS.component },
    PROMETHEUS.pods,
  );

/** NodePort Service of Prometheus, balanced over its replicas. */
export const prometheusNodePort = (namespace: string, nodePort: number): k8s.core.v1.ServiceArgs =>
  nodePortService({ name: PROMETHEUS.name, namespace, component: PROMETHEUS.component }, nodePort, {
    pods: PROMETHEUS.pods,
    port: { name: "web", port: PORTS.prometheus },
  });

/** Service of the sidecars; Query finds each replica by its SRV records. */
export const sidecarService = (namespace: string): k8s.core.v1.ServiceArgs =>
  headless(SIDECAR.name, "prometheus-sidecar", namespace, [
    { name: "grpc", port: PORTS.grpc, targetPort: "grpc", protocol: "TCP" },
    { name: "http", port: PORTS.http, targetPort: "http", protocol: "TCP" },
  ]);
