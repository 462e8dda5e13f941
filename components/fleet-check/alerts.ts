// The alert on the fleet check itself, evaluated by the observer's Prometheus.
import { durationSeconds } from "../../kubernetes/duration";
import { alertRule, type AlertRule } from "../../kubernetes/alerts/alert";
import { ofKinds, select, type AlertContext } from "../cluster-metrics/alert-context";

/** Alert if no evaluation of the check has succeeded: no pod runs, or Query does not answer it. */
export const fleetCheckAlerts = (context: AlertContext): AlertRule[] =>
  ofKinds(context, "fleetCheck").map((part) => {
    // At least three samples of the counters.
    const within = `${String(Math.max(120, 3 * durationSeconds(context.scrapeInterval)))}s`;
    const evaluations = (what: string) =>
      `sum(increase(prometheus_rule_evaluation${what}_total${select(context, part)}[${within}]))`;
    // A shard that scrapes no pod of the check knows nothing of it.
    const all = context.sharded ? evaluations("s") : `(${evaluations("s")} or vector(0))`;
    return alertRule(context, {
      alert: "ThanosFleetCheckStopped",
      expr: `${all} - (${evaluations("_failures")} or vector(0)) < 0.5`,
      for: "2m",
      severity: "critical",
      labels: { job: part.job },
      summary: `Nobody notices if a cluster is missing from the fleet of ${context.cluster}.`,
      description: "The check that asks the fleet for samples of each cluster does not succeed.",
    });
  });
