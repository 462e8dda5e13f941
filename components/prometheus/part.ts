// Prometheus and the Thanos sidecar in its pods, as other parts know them.
import { PROMETHEUS_RESOURCE } from "../../kubernetes/names";
import type { PartDefinition } from "../../kubernetes/part-definition";
import { requirements } from "../../kubernetes/resources";

export const PROMETHEUS = {
  name: "prometheus",
  component: "prometheus",
  resources: requirements("100m", "512Mi", "4Gi"),
  /** The label that the operator puts on every pod of the resource, whatever its shard. */
  pods: { "operator.prometheus.io/name": PROMETHEUS_RESOURCE },
  metrics: ["prometheus", "http"],
  api: "prometheus",
  bucket: { role: "prometheus", roleArn: "prometheus", access: "upload" },
} as const satisfies PartDefinition;

export const SIDECAR = {
  name: "thanos-sidecar",
  component: "prometheus-sidecar",
  resources: requirements("25m", "64Mi", "1Gi"),
  pods: PROMETHEUS.pods,
} as const satisfies PartDefinition;
