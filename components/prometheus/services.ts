// Services of the operator's Prometheus pods, instead of `prometheus-operated`, which other resources may share.
import type * as k8s from "@pulumi/kubernetes";
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

/** Pods and port of the NodePort Service, which balances over the replicas. */
export const NODE_PORT_TARGET = {
  pods: PROMETHEUS.pods,
  port: { name: "web", port: PORTS.prometheus },
} as const;

/** Service of the sidecars; Query finds each replica by its SRV records. */
export const sidecarService = (namespace: string): k8s.core.v1.ServiceArgs =>
  headless({ name: SIDECAR.name, namespace, component: SIDECAR.component }, [
    { name: "grpc", port: PORTS.grpc, targetPort: "grpc", protocol: "TCP" },
    { name: "http", port: PORTS.http, targetPort: "http", protocol: "TCP" },
  ]);
