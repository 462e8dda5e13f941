// Alerts on the Compactor: several running, halted, stuck or behind, and retention not applied.
// https://thanos.io/tip/components/compact.md/
import { durationSeconds } from "../../kubernetes/duration";
import { alertRule, type Alert, type AlertRule } from "../../kubernetes/alerts/alert";
import { ofKinds, select, type AlertContext } from "../cluster-metrics/alert-context";

const DAY = 86_400;

/**
 * The delete delay, at least 24 h: a block is marked in the pass in which its retention ends, and counts for half of
 * the delay.
 */
const untilMarked = (deleteDelay: string): string =>
  durationSeconds(deleteDelay) > DAY ? deleteDelay : "24h";

/** Alerts on the Compactor of the own bucket; on retention only if it is configured. */
export const compactorAlerts = (context: AlertContext): AlertRule[] =>
  ofKinds(context, "compact").flatMap((part) => {
    const { cluster } = context;
    const own = (...more: readonly string[]) => select(context, part, ...more);
    const overdue = `thanos_compact_todo_deletion_blocks${own()}`;
    const alerts: readonly Alert[] = [
      {
        alert: "ThanosFleetCompactHalted",
        expr: `max(thanos_compact_halted${own()}) > 0`,
        for: "5m",
        severity: "critical",
        summary: `The Compactor of ${cluster} has halted.`,
        description: "It found blocks that it must not touch, and does nothing until it restarts.",
      },
      {
        alert: "ThanosFleetCompactMultiple",
        expr: `sum(up${own()}) > 1`,
        for: "5m",
        severity: "critical",
        summary: `More than one Compactor works in ${cluster}.`,
        description: "Two of them on the same blocks destroy data.",
      },
      {
        alert: "ThanosFleetCompactFails",
        expr:
          `sum(rate(thanos_compact_group_compactions_failures_total${own()}[15m]))` +
          ` / sum(rate(thanos_compact_group_compactions_total${own()}[15m])) > 0.05`,
        for: "15m",
        severity: "warning",
        summary: `Compactions fail in ${cluster}.`,
        description: "Blocks stay small and many, and nothing is downsampled.",
      },
      {
        alert: "ThanosFleetCompactIdle",
        expr: `sum(increase(thanos_compact_iterations_total${own()}[1h])) == 0`,
        for: "24h",
        severity: "warning",
        summary: `The Compactor of ${cluster} has not come to the end of its work for a day.`,
        description: "Neither downsampling nor retention is done before that.",
      },
      {
        alert: "ThanosFleetCompactBehind",
        // The gauge is recomputed every five minutes, and falls to 0 several times between two rounds of new blocks.
        expr: `sum(thanos_compact_todo_compactions${own()}) > 0`,
        for: "12h",
        severity: "warning",
        summary: `The Compactor of ${cluster} has not joined all blocks for half a day.`,
        description:
          "They come faster than it works; bucket and indexes grow, and queries slow down.",
      },
      {
        alert: "ThanosFleetBlocksNotDeleted",
        expr: `sum(increase(thanos_compact_block_cleanup_failures_total${own()}[1h])) > 0`,
        for: "2h",
        severity: "warning",
        summary: `The Compactor of ${cluster} cannot delete blocks.`,
        description: "They cost room, and Store Gateways may still find them.",
      },
      ...(context.retention
        ? [
            {
              alert: "ThanosFleetRetentionNotApplied",
              // Where blocks expire often, some are always within their delay: a fall of the gauge shows that marking
              // works.
              expr: `sum(${overdue}) > 0 unless sum(resets(${overdue}[1h])) > 0`,
              for: untilMarked(context.deleteDelay),
              severity: "warning",
              summary: `Blocks in the bucket of ${cluster} are older than retention lets them be.`,
              description: "They should have been marked for deletion in the last pass.",
            } as const,
          ]
        : []),
    ];
    return alerts.map((alert) => alertRule(context, alert));
  });
