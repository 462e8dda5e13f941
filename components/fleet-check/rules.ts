// The rule that the fleet check evaluates: which clusters are missing from the fleet's answers.
import { alertRule, type AlertPlace } from "../../kubernetes/alerts/alert";
import { constantNames } from "../../kubernetes/alerts/vectors";
import type { RuleGroup } from "../ruler/spec";

/** Name of the rule group. */
export const CHECK_GROUP = "thanos-fleet-check";

/** Evaluation interval of the rule. */
export const CHECK_INTERVAL = "30s";

/** Range with at least one sample of a cluster that scrapes once a minute, or remote-writes. */
const WINDOW = "90s";

/** A few series of each cluster. All of `up` would be too much: each evaluation queries the whole fleet. */
const SAMPLES = 'up{job=~".*prometheus.*|thanos-compact"}';

/**
 * The rule for all `clusters`. It queries samples of each cluster instead of watching connections: an endpoint that
 * answers may have no Prometheus behind it. The expression has a result after `WINDOW` without samples of a cluster, or
 * at once if no endpoint answers for it. The alert fires three minutes later, so that the roll of an edge does not fire
 * it. With the strategy `warn` the rule is evaluated while parts of the fleet are away.
 */
export const fleetCheckGroup = (
  context: Pick<AlertPlace, "cluster" | "runbookUrl">,
  clusters: readonly string[],
): RuleGroup => ({
  name: CHECK_GROUP,
  interval: CHECK_INTERVAL,
  partial_response_strategy: "warn",
  rules: [
    alertRule(context, {
      alert: "ThanosFleetObserveeMissing",
      expr: `${constantNames("cluster", clusters)} unless on (cluster) count by (cluster) (last_over_time(${SAMPLES}[${WINDOW}]))`,
      for: "3m",
      severity: "critical",
      labels: { cluster: "{{ $labels.cluster }}" },
      summary: "{{ $labels.cluster }} is missing from the fleet's answers.",
      description:
        "A query of the whole fleet finds no recent sample of it: the cluster, its Prometheus or the connection to it is down.",
    }),
  ],
});
