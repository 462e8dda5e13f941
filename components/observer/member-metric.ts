// A metric that lists the clusters of the fleet: a missing cluster has no series of its own that could be counted.
import type { RecordingRule } from "../../kubernetes/alerts/alert";
import { constantNames } from "../../kubernetes/alerts/vectors";

/**
 * Name of the metric. Its value is 1, with the cluster's name as label `member`. It comes from the observer's
 * configuration, so it exists before the cluster's first sample and while the cluster is down. `cluster` is the
 * observer, by Prometheus' external labels.
 */
export const MEMBER = "thanos_fleet:member:info";

/** The recording rule, one for all `clusters`, the observer included. */
export const memberRules = (clusters: readonly string[]): RecordingRule[] => [
  {
    record: MEMBER,
    expr: constantNames("member", clusters),
    labels: {},
  },
];
