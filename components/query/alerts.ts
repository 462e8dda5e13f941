// Alerts on Query and Prometheus: a concurrency limit is reached, or DNS lookups of its endpoints fail.
import { alertRule, type AlertRule } from "../../kubernetes/alerts/alert";
import {
  ofKinds,
  select,
  type AlertContext,
  type PartKind,
  type WatchedPart,
} from "../cluster-metrics/alert-context";

/** Limit of concurrent queries, and how many there are. */
const GATES: { readonly [kind in PartKind]?: readonly [limit: string, queries: string] } = {
  query: [
    "thanos_query_concurrent_gate_queries_max",
    "thanos_query_concurrent_gate_queries_in_flight",
  ],
  prometheus: ["prometheus_engine_queries_concurrent_max", "prometheus_engine_queries"],
};

/** The concurrency limit is reached, so further queries wait. */
export const concurrencyAlerts = (context: AlertContext): AlertRule[] =>
  context.parts.flatMap((part) => {
    const gate = GATES[part.kind];
    return gate === undefined ? [] : [queriesWait(context, part, gate)];
  });

const queriesWait = (
  context: AlertContext,
  part: WatchedPart,
  gate: readonly [limit: string, queries: string],
): AlertRule => {
  const [limit, queries] = gate.map(
    (metric) => `avg_over_time(${metric}${select(context, part)}[5m])`,
  );
  return alertRule(context, {
    alert: "ThanosFleetQueriesWait",
    expr: `min by (instance) (${String(limit)} - ${String(queries)}) < 1`,
    for: "10m",
    severity: "warning",
    labels: { job: part.job },
    summary: `{{ $labels.instance }} in ${context.cluster} answers as many queries as it may.`,
    description: "Others wait for their turn, and may be ended before it comes.",
  });
};

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
