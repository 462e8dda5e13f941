// Keeps the replicas of one Prometheus apart: those of one shard, since shards hold different data.
import { SHARD_LABEL } from "./services";
import type { PrometheusSpec } from "../../kubernetes/prometheus-operator-types";
import { PROMETHEUS } from "./part";

/** `required` leaves a replica without a node rather than let it share one. */
export type AntiAffinity = "preferred" | "required";

const OTHER_REPLICAS = {
  labelSelector: { matchLabels: PROMETHEUS.pods },
  // A server that does not know this key keeps the pods of all shards apart.
  matchLabelKeys: [SHARD_LABEL],
  topologyKey: "kubernetes.io/hostname",
};

/** Nodes and zones of their own. */
export const apart = (
  antiAffinity: AntiAffinity,
): Pick<PrometheusSpec, "affinity" | "topologySpreadConstraints"> => ({
  affinity: {
    podAntiAffinity:
      antiAffinity === "required"
        ? { requiredDuringSchedulingIgnoredDuringExecution: [OTHER_REPLICAS] }
        : {
            preferredDuringSchedulingIgnoredDuringExecution: [
              { weight: 100, podAffinityTerm: OTHER_REPLICAS },
            ],
          },
  },
  topologySpreadConstraints: [
    {
      maxSkew: 1,
      topologyKey: "topology.kubernetes.io/zone",
      whenUnsatisfiable: "ScheduleAnyway",
      additionalLabelSelectors: "OnShard",
    },
  ],
});
