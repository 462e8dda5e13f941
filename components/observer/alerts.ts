// Alerts on observees that are not there. Who is expected stands in the configuration, so absence itself is seen.
import type { RuleGroup } from "../ruler/spec";
import { alertRule, type AlertPlace, type AlertRule } from "../../kubernetes/alerts/alert";
import { select } from "../cluster-metrics/alert-context";
import { TLS_QUERIER } from "../tls-querier/part";

/** The Ruler's group; configuration may have none of this name. */
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
 * By whom each TLS querier is connected to: one that cannot be reached is dropped from its list, and its answers have no
 * warning then. A query goes to one of them, so all have to be. While nobody scrapes them nothing is known; that has an
 * alert of its own.
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

/** The same by its samples, where a Ruler asks the whole fleet. It has to go on while a part of that is away. */
export const missingSamples = (of: AlertPlace, observees: readonly string[]): RuleGroup => ({
  name: FLEET_GROUP,
  partial_response_strategy: "warn",
  rules: observees.map((observee) => missing(of, observee, `absent(up{cluster="${observee}"})`)),
});
