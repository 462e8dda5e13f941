// Services in front of the operator's Prometheus pods, ours rather than `prometheus-operated`, which others may share.
import type * as k8s from "@pulumi/kubernetes";
import { labels, type PartOf } from "../../kubernetes/labels";
import { NAMES, PROMETHEUS_RESOURCE } from "../../kubernetes/names";
import { disruptionBudget, nodePortService } from "../../kubernetes/objects";
import { PORTS } from "../../kubernetes/ports";

/** The label that the operator puts on every pod of the resource, whatever its shard. */
export const PROMETHEUS_PODS = { "operator.prometheus.io/name": PROMETHEUS_RESOURCE } as const;

/** Its label for the number of the shard. */
export const SHARD_LABEL = "operator.prometheus.io/shard";

const headless = (
  name: string,
  component: PartOf,
  namespace: string,
  ports: k8s.types.input.core.v1.ServicePort[],
): k8s.core.v1.ServiceArgs => ({
  metadata: { name, namespace, labels: labels(name, component) },
  spec: { clusterIP: "None", selector: PROMETHEUS_PODS, ports },
});

export const prometheusService = (namespace: string): k8s.core.v1.ServiceArgs =>
  headless(NAMES.prometheus, "prometheus", namespace, [
    { name: "web", port: PORTS.prometheus, targetPort: "web", protocol: "TCP" },
  ]);

/** Drains take one pod at a time, of whichever shard. */
export const prometheusBudget = (namespace: string): k8s.policy.v1.PodDisruptionBudgetArgs =>
  disruptionBudget({ name: NAMES.prometheus, namespace, component: "prometheus" }, PROMETHEUS_PODS);

/** Prometheus at a port of every node, each replica in its turn. */
export const prometheusNodePort = (namespace: string, nodePort: number): k8s.core.v1.ServiceArgs =>
  nodePortService({ name: NAMES.prometheus, namespace, component: "prometheus" }, nodePort, {
    pods: PROMETHEUS_PODS,
    port: { name: "web", port: PORTS.prometheus },
  });

/** The sidecars: Query finds each replica by the SRV records of this Service. */
export const sidecarService = (namespace: string): k8s.core.v1.ServiceArgs =>
  headless(NAMES.sidecar, "prometheus-sidecar", namespace, [
    { name: "grpc", port: PORTS.grpc, targetPort: "grpc", protocol: "TCP" },
    { name: "http", port: PORTS.http, targetPort: "http", protocol: "TCP" },
  ]);
