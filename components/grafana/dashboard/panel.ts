// Types of a dashboard (rows of panels, each with its queries and unit), and PromQL functions for its queries.

/** A query of a panel. */
export interface Query {
  /** PromQL. `$cluster` stands for the selected clusters, `$__rate_interval` for Grafana's rate interval. */
  readonly expr: string;
  /** Legend of each line, with labels in `{{…}}`; in a table, the name of the column. */
  readonly legend: string;
  /** Unit of a table's column. */
  readonly unit?: Unit;
  /** Threshold of a red value in a table's column; default: none. */
  readonly red?: Red;
  /** Texts in place of a table's numbers; the whole row is red if the number is beyond `red`. */
  readonly valueMappings?: Readonly<Record<string, { readonly text: string }>>;
}

/** Threshold above or below which a value is red. */
export type Red = { readonly above: number } | { readonly below: number };

/**
 * Grafana's unit names and two custom ones: Grafana's `d` shows 90 days as weeks, and its `cps` does not name what is
 * counted. https://github.com/grafana/grafana/blob/main/packages/grafana-data/src/valueFormats/categories.ts
 */
export type Unit =
  | ("short" | "s" | "bytes" | "Bps" | "reqps" | "percentunit" | "ops")
  | ("suffix:days" | "count:samples/s");

export interface PanelSpec {
  readonly title: string;
  /** What the panel shows, and which values are a problem. */
  readonly description: string;
  /** Unit of all values, unless a table's column has its own. */
  readonly unit: Unit;
  readonly queries: readonly Query[];
  /** Default `timeseries`. `stat` shows the last value only, `table` the last value of each cluster in a row. */
  readonly kind?: "stat" | "timeseries" | "table";
  readonly red?: Red;
}

export interface RowSpec {
  readonly title: string;
  readonly panels: readonly PanelSpec[];
}

export interface DashboardSpec {
  /** Part of the dashboard's UID in Grafana, and of its ConfigMap's name. */
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** Whether one cluster is selected at a time; by default any number can be. */
  readonly singleCluster?: boolean;
  readonly rows: readonly RowSpec[];
}

/** A panel with one query. */
export const panel = (
  title: string,
  description: string,
  unit: Unit,
  expr: string,
  legend: string,
  more: Pick<PanelSpec, "kind" | "red"> = {},
): PanelSpec => ({ title, description, unit, queries: [{ expr, legend }], ...more });

/** PromQL for the ratio of failed requests: 0 if none failed, no result without requests. */
export const failureRatio = (failed: string, all: string): string =>
  `(${failed} or ${all} * 0) / (${all} > 0)`;

/** PromQL for the quantile `q` (0 to 1) of a histogram, by the labels `by`. */
export const quantile = (q: number, bucket: string, by: string): string =>
  `histogram_quantile(${String(q)}, sum by (${by}, le) (rate(${bucket}[$__rate_interval])))`;

/** Maximum number of lines in a graph that could have hundreds. */
const LINES = 10;

/** PromQL for the ten highest series at each time. */
export const highest = (expr: string): string => `topk(${String(LINES)}, ${expr})`;
/** PromQL for the ten lowest series at each time. */
export const lowest = (expr: string): string => `bottomk(${String(LINES)}, ${expr})`;

/**
 * PromQL for the sum by cluster of `expr`, which is called with label matchers. The sum is over the program's own
 * Prometheus, or else over every Prometheus that is scraped in the cluster.
 */
export const prometheusByCluster = (expr: (matchers: string) => string): string =>
  ['cluster=~"$cluster", job="prometheus"', 'cluster=~"$cluster"']
    .map((matchers) => `sum by (cluster) (${expr(matchers)})`)
    .join(" or ");
