// Who should be in the fleet, as a metric: what is missing has none of its own by which it could be counted.
import type { RecordingRule } from "../../kubernetes/alerts/alert";

/**
 * Always 1, with the cluster's name as `member`. It stands in the observer's configuration, so it is there before the
 * cluster's first sample, and while it is away. `cluster` is the observer's, by Prometheus' external labels.
 */
export const MEMBER = "thanos_fleet:member:info";

/** A rule for each cluster, the observer among them. */
export const memberRules = (clusters: readonly string[]): RecordingRule[] =>
  clusters.map((member) => ({ record: MEMBER, expr: "vector(1)", labels: { member } }));
