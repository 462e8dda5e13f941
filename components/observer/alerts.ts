// Alerts on missing observees. The expected names come from the configuration, so an absent observee is noticed.
import type { RuleGroup } from "../ruler/spec";
import { alertRule, type AlertPlace, type AlertRule } from "../../kubernetes/alerts/alert";
import { select } from "../cluster-metrics/alert-context";
import { TLS_QUERIER } from "../tls-querier/part";

/** Name of the Ruler's group; reserved, so the configuration may not use it. */
export const FLEET_GROUP = "thanos-fleet-observees";

const missing = (of: AlertPlace, observee: string, expr: string): AlertRule =>
  alertRule(of, {
    alert: "ThanosFleetObserveeMissing",
    expr,
    for: "15m",
    severity: "critical",
    labels: { cluster: observee },
    summary: `${observee} is missing from the fleet, or from some answers.`,
    description: "Answers about the last hours lack it.",
  });

/**
 * Alerts on the store connections of the TLS queriers: Query drops an unreachable observee from its stores, and answers
 * then carry no warning. A query goes to one TLS querier, so all must be connected. While they are not scraped nothing
 * is known; a separate alert covers that.
 */
export const missingConnections = (of: AlertPlace, observees: readonly string[]): AlertRule[] =>
  observees.map((observee) => {
    const querier = { job: TLS_QUERIER.name };
    const itsOwn = `external_labels=~".*[{ ]cluster=\\"${observee}\\".*"`;
    return missing(
      of,
      observee,
      `(count(sum by (instance) (thanos_store_nodes_grpc_connections${select(of, querier, itsOwn)}) > 0) or vector(0))` +
        ` < sum(up${select(of, querier)})`,
    );
  });

/** The same alert on samples, where a Ruler queries the whole fleet; it has to work while part of the fleet is down. */
export const missingSamples = (of: AlertPlace, observees: readonly string[]): RuleGroup => ({
  name: FLEET_GROUP,
  partial_response_strategy: "warn",
  rules: observees.map((observee) => missing(of, observee, `absent(up{cluster="${observee}"})`)),
});
