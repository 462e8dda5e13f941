// Alerts on alert delivery (Prometheus or Ruler to Alertmanager to receivers), configuration reloads and remote write.
import { alertRule, type AlertRule } from "../../kubernetes/alerts/alert";
import {
  ofKinds,
  select,
  type PartKind,
  type AlertContext,
} from "../cluster-metrics/alert-context";

/** Metrics of alerts that a Ruler drops. */
const RULER_DROPPED = [
  "thanos_alert_queue_alerts_dropped_total",
  "thanos_alert_sender_alerts_dropped_total",
];

/** Metrics of dropped alerts, by the part that sends them. */
const DROPPED: { readonly [kind in PartKind]?: readonly string[] } = {
  prometheus: ["prometheus_notifications_dropped_total"],
  ruler: RULER_DROPPED,
  fleetCheck: RULER_DROPPED,
};

/** Alert on a part whose alerts no Alertmanager accepts, or that drops them. */
export const alertDeliveryAlerts = (context: AlertContext): AlertRule[] =>
  context.alertsSent
    ? context.parts.flatMap((part) => {
        const metrics = DROPPED[part.kind] ?? [];
        const dropped = metrics.map((metric) => `increase(${metric}${select(context, part)}[5m])`);
        return dropped.length === 0
          ? []
          : [
              alertRule(context, {
                alert: "ThanosFleetAlertsDropped",
                expr: dropped.map((each) => `sum(${each}) > 0`).join(" or "),
                for: "5m",
                severity: "critical",
                labels: { job: part.job },
                summary: `${part.job} of ${context.cluster} could not hand alerts to Alertmanager.`,
                description: "Nobody was told of them.",
              }),
            ];
      })
    : [];

/** Gauges that are 1 if the last reload of the configuration succeeded. */
const RELOADED: { readonly [kind in PartKind]?: string } = {
  prometheus: "prometheus_config_last_reload_successful",
  alertmanager: "alertmanager_config_last_reload_successful",
  ruler: "thanos_rule_config_last_reload_successful",
  receive: "thanos_receive_config_last_reload_successful",
};

/** Alert on parts that rejected their changed configuration and keep the old one. */
export const reloadAlerts = (context: AlertContext): AlertRule[] =>
  context.parts.flatMap((part) => {
    const metric = RELOADED[part.kind];
    return metric === undefined
      ? []
      : [
          alertRule(context, {
            alert: "ThanosFleetConfigRejected",
            expr: `min by (instance) (${metric}${select(context, part)}) == 0`,
            for: "10m",
            severity: "critical",
            labels: { job: part.job },
            summary: `{{ $labels.instance }} in ${context.cluster} refused its last configuration.`,
            description: "It goes on with the one before, and would not start with this one.",
          }),
        ];
  });

/** Alerts on notifications that fail, and on replicas that do not all form one cluster. */
export const notificationAlerts = (context: AlertContext): AlertRule[] =>
  ofKinds(context, "alertmanager").flatMap((part) => [
    alertRule(context, {
      alert: "ThanosFleetNotificationsFail",
      expr:
        `sum by (integration) (rate(alertmanager_notifications_failed_total${select(context, part)}[10m]))` +
        ` / sum by (integration) (rate(alertmanager_notifications_total${select(context, part)}[10m])) > 0.05`,
      for: "10m",
      severity: "critical",
      labels: { job: part.job },
      summary: `Alertmanager of ${context.cluster} cannot send by {{ $labels.integration }}.`,
      description: "Nobody is notified in that way.",
    }),
    ...(part.replicas < 2 || context.sharded
      ? []
      : [
          alertRule(context, {
            alert: "ThanosFleetAlertmanagersApart",
            expr: `min by (instance) (alertmanager_cluster_members${select(context, part)}) < ${String(part.replicas)}`,
            for: "15m",
            severity: "warning",
            labels: { job: part.job },
            summary: `{{ $labels.instance }} in ${context.cluster} does not see all replicas of Alertmanager.`,
            description: "Each of them then sends every message.",
          }),
        ]),
  ]);

/** Alert on samples that Receive does not accept at the first attempt. */
export const remoteWriteAlerts = (context: AlertContext): AlertRule[] =>
  context.remoteWrites
    ? ofKinds(context, "prometheus").map((part) => {
        const lost = ["failed", "retried"].map(
          (what) =>
            `sum(rate(prometheus_remote_storage_samples_${what}_total${select(context, part)}[5m]))`,
        );
        return alertRule(context, {
          alert: "ThanosFleetPushFails",
          expr: `${lost.join(" + ")} > 0`,
          for: "15m",
          severity: "critical",
          summary: `Prometheus of ${context.cluster} cannot push all samples to Receive.`,
          description: "What is not taken for two hours is missing from answers about that time.",
        });
      })
    : [];
