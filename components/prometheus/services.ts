// Services of the operator's Prometheus pods, instead of `prometheus-operated`, which other resources may share.
import type * as k8s from "@pulumi/kubernetes";
import { disruptionBudget, nodePortService } from "../../kubernetes/objects";
import { PORTS } from "../../kubernetes/ports";
import { metadata, type Part } from "../../kubernetes/workload";
import { PROMETHEUS, SIDECAR } from "./part";

/** Name and labels of the part's objects. */
export const prometheusPart = (namespace: string) =>
  ({ name: PROMETHEUS.name, namespace, component: PROMETHEUS.component }) as const;

const headless = (
  part: Pick<Part, "name" | "namespace" | "component">,
  ports: k8s.types.input.core.v1.ServicePort[],
): k8s.core.v1.ServiceArgs => ({
  metadata: metadata(part),
  spec: { clusterIP: "None", selector: PROMETHEUS.pods, ports },
});

export const prometheusService = (namespace: string): k8s.core.v1.ServiceArgs =>
  headless(prometheusPart(namespace), [
    { name: "web", port: PORTS.prometheus, targetPort: "web", protocol: "TCP" },
  ]);

/** Allows one pod at a time to be evicted, across all shards. */
export const prometheusBudget = (namespace: string): k8s.policy.v1.PodDisruptionBudgetArgs =>
  disruptionBudget(prometheusPart(namespace), PROMETHEUS.pods);

/** NodePort Service of Prometheus, balanced over its replicas. */
export const prometheusNodePort = (namespace: string, nodePort: number): k8s.core.v1.ServiceArgs =>
  nodePortService(prometheusPart(namespace), nodePort, {
    pods: PROMETHEUS.pods,
    port: { name: "web", port: PORTS.prometheus },
  });

/** Service of the sidecars; Query finds each replica by its SRV records. */
export const sidecarService = (namespace: string): k8s.core.v1.ServiceArgs =>
  headless({ name: SIDECAR.name, namespace, component: SIDECAR.component }, [
    { name: "grpc", port: PORTS.grpc, targetPort: "grpc", protocol: "TCP" },
    { name: "http", port: PORTS.http, targetPort: "http", protocol: "TCP" },
  ]);
