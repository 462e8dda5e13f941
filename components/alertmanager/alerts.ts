// Alerts on alert delivery (Prometheus or Ruler to Alertmanager to receivers), and on configuration reloads.
import { alertRule, type AlertRule } from "../../kubernetes/alerts/alert";
import {
  ofKinds,
  select,
  type PartKind,
  type AlertContext,
  type WatchedPart,
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

/** Alerts that no Alertmanager accepted, and Alertmanagers that a Prometheus does not find or reach. */
export const alertDeliveryAlerts = (context: AlertContext): AlertRule[] =>
  context.alertsSent
    ? [
        ...context.parts.flatMap((part) => alertsDropped(context, part)),
        ...ofKinds(context, "prometheus").flatMap((part) => alertmanagersMissed(context, part)),
      ]
    : [];

function alertsDropped(context: AlertContext, part: WatchedPart): AlertRule[] {
  const metrics = DROPPED[part.kind] ?? [];
  // Prometheus counts for each Alertmanager, the Ruler only alerts that none of them accepted.
  const dropped = metrics.map(
    (metric) =>
      `sum(min without (alertmanager) (increase(${metric}${select(context, part)}[5m]))) > 0`,
  );
  return dropped.length === 0
    ? []
    : [
        alertRule(context, {
          alert: "ThanosFleetAlertsDropped",
          expr: dropped.join(" or "),
          for: "5m",
          severity: "critical",
          labels: { job: part.job },
          summary: `${part.job} of ${context.cluster} could not hand alerts to Alertmanager.`,
          description: "Nobody was told of them.",
        }),
      ];
}

const alertmanagersMissed = (context: AlertContext, part: WatchedPart): AlertRule[] => [
  alertRule(context, {
    alert: "ThanosFleetAlertmanagerMissed",
    expr: `sum by (alertmanager) (increase(prometheus_notifications_dropped_total${select(context, part)}[5m])) > 0`,
    for: "15m",
    severity: "warning",
    labels: { job: part.job },
    summary: `Prometheus of ${context.cluster} cannot hand alerts to {{ $labels.alertmanager }}.`,
    description: "If no other Alertmanager gets them, nobody is told.",
  }),
  alertRule(context, {
    alert: "ThanosFleetNoAlertmanager",
    expr: `max by (instance) (max_over_time(prometheus_notifications_alertmanagers_discovered${select(context, part)}[5m])) < 1`,
    for: "10m",
    severity: "critical",
    labels: { job: part.job },
    summary: `{{ $labels.instance }} in ${context.cluster} finds no Alertmanager.`,
    description: "It drops its alerts without a count, and nobody is told of them.",
  }),
];

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
          alertRule(context, {
            alert: "ThanosFleetAlertmanagersDiffer",
            expr: `max by (job) (alertmanager_config_hash${select(context, part)}) - min by (job) (alertmanager_config_hash${select(context, part)}) > 0`,
            for: "20m",
            severity: "warning",
            summary: `The replicas of Alertmanager in ${context.cluster} have different configurations.`,
            description: "Which one a notification follows is chance.",
          }),
        ]),
  ]);
