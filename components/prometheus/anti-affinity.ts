// Spreads the replicas of a Prometheus over nodes and zones; per shard, since shards hold different data.
import type { PrometheusSpec } from "../../kubernetes/prometheus-operator-types";
import type { PrometheusConfig } from "./config";
import { PROMETHEUS, SHARD_LABEL } from "./part";

const OTHER_REPLICAS = {
  labelSelector: { matchLabels: PROMETHEUS.pods },
  // API servers that do not know this field keep the pods of all shards apart.
  matchLabelKeys: [SHARD_LABEL],
  topologyKey: "kubernetes.io/hostname",
};

/** `required` leaves a replica pending rather than let it share a node. */
export const antiAffinitySpec = (
  antiAffinity: PrometheusConfig["antiAffinity"],
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
