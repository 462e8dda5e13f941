// Types of alerting and recording rules, and the labels and annotations that every alert has.

/** Where alerts are evaluated, which sets their labels, and where their runbooks are. */
export interface AlertPlace {
  /** Cluster in which the alerts are evaluated; also their `cluster` label by default. */
  readonly cluster: string;
  /** Namespace of the parts: two fleets may share a cluster, and Prometheus scrapes both. */
  readonly namespace: string;
  /** Published address of docs/runbooks.md; default: its path in the repository. */
  readonly runbookUrl?: string | undefined;
}

/** Value of the label `severity`; `none` is for the dead man's switch, which always fires. */
export type Severity = "critical" | "warning" | "none";

/** A rule as in https://prometheus.io/docs/prometheus/latest/configuration/alerting_rules/. */
export interface AlertRule {
  readonly alert: string;
  readonly expr: string;
  /** How long `expr` must have results before the alert fires, as a Prometheus duration; default: it fires at once. */
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

/** Fields that differ between alerts; `alertRule` adds the others. */
export interface Alert {
  readonly alert: string;
  readonly expr: string;
  /** As in `AlertRule`. */
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

/** The complete rule. The label `cluster` is in it: Prometheus adds external labels only to alerts that it sends. */
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
