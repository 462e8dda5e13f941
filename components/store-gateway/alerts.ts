// Alerts on Store Gateways that answer as many calls as they may.
import { TIMEOUTS } from "../../kubernetes/query-timeouts";
import { alertRule, type AlertRule } from "../../kubernetes/alerts/alert";
import { ofKinds, select, type AlertContext } from "../cluster-metrics/alert-context";

/** Seconds that a call may wait for its turn: a fifth of the time that Query waits for an answer. */
const WAIT = TIMEOUTS.query / 5;

/** They answer a limited number of calls at the same time. */
export const storeGateAlerts = (context: AlertContext): AlertRule[] =>
  ofKinds(context, "store").map((part) =>
    alertRule(context, {
      alert: "ThanosFleetStoreBusy",
      expr: `histogram_quantile(0.99, sum by (job, le) (rate(thanos_bucket_store_series_gate_queries_duration_seconds_bucket${select(context, part)}[5m]))) > ${String(WAIT)}`,
      for: "10m",
      severity: "warning",
      summary: `Calls of {{ $labels.job }} in ${context.cluster} wait more than ${String(WAIT)} s for their turn.`,
      description: "It answers as many at the same time as it may; queries are slow, or time out.",
    }),
  );
