// Alerts on Query: its concurrency limit is reached, or DNS lookups of its endpoints fail.
import { alertRule, type AlertRule } from "../../kubernetes/alerts/alert";
import { ofKinds, select, type AlertContext } from "../cluster-metrics/alert-context";

/** The concurrency limit is reached, so further queries wait. */
export const concurrencyAlerts = (context: AlertContext): AlertRule[] =>
  ofKinds(context, "query").map((part) => {
    const gate = (what: string) =>
      `avg_over_time(thanos_query_concurrent_gate_queries_${what}${select(context, part)}[5m])`;
    return alertRule(context, {
      alert: "ThanosFleetQueriesWait",
      expr: `min by (instance) (${gate("max")} - ${gate("in_flight")}) < 1`,
      for: "10m",
      severity: "warning",
      labels: { job: part.job },
      summary: `{{ $labels.instance }} in ${context.cluster} answers as many queries as it may.`,
      description: "Others wait for their turn, and may be ended before it comes.",
    });
  });

/** Thanos' DNS providers: `endpoint_groups` resolves endpoints with `group: true`, `endpoints` all others. */
const PROVIDERS = ["endpoints", "endpoint_groups"];

/** Query leaves out an endpoint that it cannot resolve, without a warning in the answer. */
export const dnsLookupAlerts = (context: AlertContext): AlertRule[] =>
  ofKinds(context, "query", "leafQuery").map((part) => {
    const total = (what: string) =>
      PROVIDERS.map(
        (provider) =>
          `sum(rate(thanos_query_${provider}_dns_${what}_total${select(context, part)}[5m]))`,
      ).join(" + ");
    return alertRule(context, {
      alert: "ThanosFleetNamesNotFound",
      expr: `(${total("failures")}) / (${total("lookups")}) > 0.05`,
      for: "15m",
      severity: "warning",
      labels: { job: part.job },
      summary: `More than one in twenty look-ups of ${part.job} in ${context.cluster} find nobody.`,
      description: "It goes on with the addresses that it knows; who has moved is missing.",
    });
  });
