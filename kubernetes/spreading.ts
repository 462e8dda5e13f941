// Spreads the replicas of a workload over nodes and zones.

/** Pods with these labels prefer different nodes and zones, and share them where there are no others. */
export const spreadReplicas = (matchLabels: Readonly<Record<string, string>>) => {
  const labelSelector = { matchLabels: { ...matchLabels } };
  return {
    affinity: {
      podAntiAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [
          {
            weight: 100,
            podAffinityTerm: { labelSelector, topologyKey: "kubernetes.io/hostname" },
          },
        ],
      },
    },
    topologySpreadConstraints: [
      {
        maxSkew: 1,
        topologyKey: "topology.kubernetes.io/zone",
        whenUnsatisfiable: "ScheduleAnyway" as const,
        labelSelector,
      },
    ],
  };
};
