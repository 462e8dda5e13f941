// Part definitions of Prometheus and of the Thanos sidecar in its pods: names, resources, ports, access to the bucket.
import { PROMETHEUS_RESOURCE } from "../../kubernetes/names";
import type { PartDefinition } from "../../kubernetes/part-definition";
import { requirements } from "../../kubernetes/resources";

/** The operator's pod label with the number of the shard. */
export const SHARD_LABEL = "operator.prometheus.io/shard";

export const PROMETHEUS = {
  name: "prometheus",
  component: "prometheus",
  resources: requirements("100m", "512Mi", "4Gi"),
  /** Label that the operator sets on every pod of the resource, whatever its shard. */
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
