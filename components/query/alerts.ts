// Alerts on a Query that has no room for more questions, or cannot find whom it should ask.
import { alertRule, type AlertRule } from "../../kubernetes/alerts/alert";
import { ofKinds, select, type AlertContext } from "../cluster-metrics/alert-context";

/** As many queries as may be at once are under way, and the next ones wait. */
export const waiting = (of: AlertContext): AlertRule[] =>
  ofKinds(of, "query").map((part) => {
    const gate = (what: string) =>
      `avg_over_time(thanos_query_concurrent_gate_queries_${what}${select(of, part)}[5m])`;
    return alertRule(of, {
      alert: "ThanosFleetQueriesWait",
      expr: `min by (instance) (${gate("max")} - ${gate("in_flight")}) < 1`,
      for: "10m",
      severity: "warning",
      labels: { job: part.job },
      summary: `{{ $labels.instance }} in ${of.cluster} answers as many queries as it may.`,
      description: "Others wait for their turn, and may be ended before it comes.",
    });
  });

/** Names that Thanos looks up itself: replicas in a group, and those that stand for several. */
const PROVIDERS = ["endpoints", "endpoint_groups"];

/** Who cannot be found is not asked, and answers lack it without a word. */
export const names = (of: AlertContext): AlertRule[] =>
  ofKinds(of, "query", "leafQuery").map((part) => {
    const looked = (what: string) =>
      PROVIDERS.map(
        (provider) =>
          `sum(rate(thanos_query_${provider}_dns_${what}_total${select(of, part)}[5m]))`,
      ).join(" + ");
    return alertRule(of, {
      alert: "ThanosFleetNamesNotFound",
      expr: `(${looked("failures")}) / (${looked("lookups")}) > 0.05`,
      for: "15m",
      severity: "warning",
      labels: { job: part.job },
      summary: `More than one in twenty look-ups of ${part.job} in ${of.cluster} find nobody.`,
      description: "It goes on with the addresses that it knows; who has moved is missing.",
    });
  });
