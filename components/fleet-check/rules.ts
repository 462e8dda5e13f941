// The rule that the fleet check evaluates: which clusters are missing from the fleet's answers.
import { alertRule, type AlertPlace } from "../../kubernetes/alerts/alert";
import { constantNames } from "../../kubernetes/alerts/vectors";
import type { RuleGroup } from "../ruler/spec";

/** Name of the group. */
export const CHECK_GROUP = "thanos-fleet-check";

/** Interval of the check. */
export const CHECK_INTERVAL = "30s";

/** At least one sample of a cluster that scrapes once a minute, or remote-writes. */
const WINDOW = "90s";

/** A few series of each cluster: the whole fleet is asked for them, so all of `up` would be much. */
const SAMPLES = 'up{job=~".*prometheus.*|thanos-compact"}';

/**
 * Asks for samples of each cluster instead of watching connections: an endpoint that answers may have no Prometheus
 * behind it. A cluster is missed after `WINDOW` without samples, or at once if nobody answers for it, and the alert
 * fires three minutes later, so the roll of an edge does not fire it. The group goes on while parts of the fleet are away.
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
