// Alerts on rule evaluation in Prometheus and the Ruler: failing, missed, slow, idle, or on partial data.
import { durationSeconds } from "../../kubernetes/duration";
import { alertRule, type AlertRule } from "../../kubernetes/alerts/alert";
import {
  ofKinds,
  select,
  type AlertContext,
  type WatchedPart,
} from "../cluster-metrics/alert-context";

/** Alerts on rules that fail, or whose evaluation is slow or skipped for lack of time. */
export const evaluationAlerts = (context: AlertContext): AlertRule[] =>
  ofKinds(context, "prometheus", "ruler").flatMap((part) => [
    alertRule(context, {
      alert: "ThanosFleetRulesFail",
      expr: `sum by (rule_group) (increase(prometheus_rule_evaluation_failures_total${select(context, part)}[5m])) > 0`,
      for: "10m",
      severity: "critical",
      labels: { job: part.job },
      summary: `Rules of {{ $labels.rule_group }} fail in ${part.job} of ${context.cluster}.`,
      description: "Their alerts cannot fire, and what they record has gaps.",
    }),
    alertRule(context, {
      alert: "ThanosFleetRulesMissed",
      expr:
        `sum by (rule_group) (increase(prometheus_rule_group_iterations_missed_total${select(context, part)}[15m])) > 0` +
        // An evaluation that hangs is not counted before it ends.
        ` or time() - max by (rule_group) (prometheus_rule_group_last_evaluation_timestamp_seconds${select(context, part)})` +
        ` > 10 * max by (rule_group) (prometheus_rule_group_interval_seconds${select(context, part)})`,
      for: "15m",
      severity: "warning",
      labels: { job: part.job },
      summary: `${part.job} of ${context.cluster} has no time for all of {{ $labels.rule_group }}.`,
      description: "Its rules take longer than the time from one evaluation to the next.",
    }),
    rulesSlow(context, part),
  ]);

/** Fires before evaluations are skipped. */
const rulesSlow = (context: AlertContext, part: WatchedPart): AlertRule => {
  const group = (metric: string) =>
    `max by (rule_group) (prometheus_rule_group_${metric}_seconds${select(context, part)})`;
  return alertRule(context, {
    alert: "ThanosFleetRulesSlow",
    expr: `${group("last_duration")} > 0.8 * ${group("interval")}`,
    for: "15m",
    severity: "warning",
    labels: { job: part.job },
    summary: `{{ $labels.rule_group }} in ${part.job} of ${context.cluster} takes most of its interval.`,
    description: "A little longer, and evaluations are left out.",
  });
};

/** Alert on a Ruler that has rules but evaluates none of them. */
export const idleRulerAlerts = (context: AlertContext): AlertRule[] =>
  ofKinds(context, "ruler").map((part) => {
    // Three times the longest interval: the Ruler may have a single group of that interval.
    const within = `${String(Math.max(600, 3 * durationSeconds(context.rulesEvery)))}s`;
    return alertRule(context, {
      alert: "ThanosFleetRulerIdle",
      expr:
        `sum(increase(prometheus_rule_evaluations_total${select(context, part)}[${within}])) == 0` +
        ` and sum(thanos_rule_loaded_rules${select(context, part)}) > 0`,
      for: "10m",
      severity: "critical",
      labels: { job: part.job },
      summary: `The Ruler of ${context.cluster} evaluates none of its rules.`,
      description: "None of its alerts can fire, and nothing is recorded.",
    });
  });

/** Alert on rules that the Ruler evaluates on partial data. */
export const partialEvaluationAlerts = (context: AlertContext): AlertRule[] =>
  ofKinds(context, "ruler").map((part) =>
    alertRule(context, {
      alert: "ThanosFleetRulesPartial",
      expr: `sum by (strategy) (increase(thanos_rule_evaluation_with_warnings_total${select(context, part)}[15m])) > 0`,
      for: "15m",
      severity: "warning",
      labels: { job: part.job },
      summary: `The Ruler of ${context.cluster} evaluates rules without a part of the fleet.`,
      description: "They are answered from the rest.",
    }),
  );
