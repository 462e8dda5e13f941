// Types of alerting and recording rules, and the labels and annotations that every alert has.

/** Cluster and namespace of alerts. */
export interface AlertPlace {
  /** Cluster in which the alerts are evaluated; also their `cluster` label by default. */
  readonly cluster: string;
  /** Namespace of the parts: two fleets may share a cluster, and Prometheus scrapes both. */
  readonly namespace: string;
  /** Published address of docs/runbooks.md; default: its path in the repository. */
  readonly runbookUrl?: string | undefined;
}

/** `none` is for an alert that always fires, whose absence is the signal. */
export type Severity = "critical" | "warning" | "none";

/** A rule as in https://prometheus.io/docs/prometheus/latest/configuration/alerting_rules/. */
export interface AlertRule {
  readonly alert: string;
  readonly expr: string;
  /** How long the expression must hold before the alert fires. */
  readonly for?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/** A rule whose result is recorded as a metric. */
export interface RecordingRule {
  readonly record: string;
  readonly expr: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** A group of a PrometheusRule. */
export interface AlertGroup {
  readonly name: string;
  readonly rules: readonly (AlertRule | RecordingRule)[];
}

/** Fields that differ between alerts. */
export interface Alert {
  readonly alert: string;
  readonly expr: string;
  readonly for?: string;
  readonly severity: Severity;
  /** Labels in addition to `severity` and `cluster`; a `cluster` here overrides the default. */
  readonly labels?: Readonly<Record<string, string>>;
  readonly summary: string;
  readonly description: string;
}

const RUNBOOKS = "docs/runbooks.md";

/** Runbook headings are the alert names. A path is no link, so it is not in `runbook_url`, which UIs link. */
const runbookOf = (alert: string, runbookUrl: string | undefined): Record<string, string> => {
  const section = `#${alert.toLowerCase()}`;
  return runbookUrl === undefined
    ? { runbook: `${RUNBOOKS}${section}` }
    : { runbook_url: `${runbookUrl}${section}` };
};

/** `cluster` is set explicitly: Prometheus adds external labels only to alerts that it sends. */
export const alertRule = (
  { cluster, runbookUrl }: Pick<AlertPlace, "cluster" | "runbookUrl">,
  { alert, expr, severity, labels, summary, description, ...rest }: Alert,
): AlertRule => ({
  alert,
  expr,
  for: rest.for,
  labels: { severity, cluster, ...labels },
  annotations: { summary, description, ...runbookOf(alert, runbookUrl) },
});
