// What every alert has: how bad it is, whose cluster it is about, and where to read what to do.

/** Whose alerts they are. */
export interface AlertPlace {
  /** The cluster that they are evaluated in, and about unless they say otherwise. */
  readonly cluster: string;
  /** Where its parts are: two fleets may share a cluster, and Prometheus scrapes both. */
  readonly namespace: string;
  /** Where docs/runbooks.md can be read; its place in the repository without it. */
  readonly runbookUrl?: string | undefined;
}

/** `none` is for what fires always, and is missed once it does not. */
export type Severity = "critical" | "warning" | "none";

/** A rule as in https://prometheus.io/docs/prometheus/latest/configuration/alerting_rules/. */
export interface AlertRule {
  readonly alert: string;
  readonly expr: string;
  /** How long it must hold before it fires. */
  readonly for?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/** A rule whose answer is kept as a metric. */
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

/** What tells one alert from the others. */
export interface Alert {
  readonly alert: string;
  readonly expr: string;
  readonly for?: string;
  readonly severity: Severity;
  /** Labels beside `severity` and `cluster`; one called `cluster` takes that one's place. */
  readonly labels?: Readonly<Record<string, string>>;
  readonly summary: string;
  readonly description: string;
}

const RUNBOOKS = "docs/runbooks.md";

/** Headings of the runbooks are the alerts' names. A path is no link, and so has no name that pages make one of. */
const runbookOf = (alert: string, runbookUrl: string | undefined): Record<string, string> => {
  const section = `#${alert.toLowerCase()}`;
  return runbookUrl === undefined
    ? { runbook: `${RUNBOOKS}${section}` }
    : { runbook_url: `${runbookUrl}${section}` };
};

/** The rule. `cluster` is written out: Prometheus adds its external labels only to what it sends. */
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
