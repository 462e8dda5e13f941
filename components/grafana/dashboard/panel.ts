// What a dashboard is made of, as plain values: panels in rows, each with its expressions and its unit.

export interface Query {
  /** PromQL. `$cluster` stands for the clusters that are chosen, `$__rate_interval` for Grafana's own. */
  readonly expr: string;
  /** Name of each line, with labels in `{{…}}`; of a table's column. */
  readonly legend: string;
  /** Of a table's column, which has its own. */
  readonly unit?: Unit;
  readonly red?: Red;
  /** Words in the place of a table's numbers; where the number is bad the whole row is red. */
  readonly words?: Readonly<Record<string, { readonly text: string }>>;
}

/** Above (or below, where the second is the lower) this it is shown in red. */
export type Red = { readonly above: number } | { readonly below: number };

/**
 * Grafana's names of units, and two of our own: its `d` shows 90 days as weeks, and its `cps` counts nothing by name.
 * https://github.com/grafana/grafana/blob/main/packages/grafana-data/src/valueFormats/categories.ts
 */
export type Unit =
  | ("short" | "s" | "bytes" | "Bps" | "reqps" | "percentunit" | "ops")
  | ("suffix:days" | "count:samples/s");

export interface PanelSpec {
  readonly title: string;
  /** What it shows, and when to worry. */
  readonly description: string;
  readonly unit: Unit;
  readonly queries: readonly Query[];
  /** `timeseries` without it; `stat` shows the last value alone, `table` that of each cluster in a row. */
  readonly kind?: "stat" | "timeseries" | "table";
  readonly red?: Red;
}

export interface RowSpec {
  readonly title: string;
  readonly panels: readonly PanelSpec[];
}

export interface DashboardSpec {
  /** Part of its address in Grafana, and of its ConfigMap's name. */
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** Whether it is about one cluster at a time; any number of them can be chosen without it. */
  readonly single?: boolean;
  readonly rows: readonly RowSpec[];
}

/** A panel of one expression. */
export const panel = (
  title: string,
  description: string,
  unit: Unit,
  expr: string,
  legend: string,
  more: Pick<PanelSpec, "kind" | "red"> = {},
): PanelSpec => ({ title, description, unit, queries: [{ expr, legend }], ...more });

/** The share of the requests that failed: 0 where none did, and nothing while nobody asks. */
export const share = (failed: string, all: string): string =>
  `(${failed} or ${all} * 0) / (${all} > 0)`;

/** A quantile of a histogram, over the labels `by`. */
export const quantile = (q: number, bucket: string, by: string): string =>
  `histogram_quantile(${String(q)}, sum by (${by}, le) (rate(${bucket}[$__rate_interval])))`;

/** How many lines a graph has where there may be hundreds. */
const LINES = 10;

/** The ten that are highest, at each time. */
export const highest = (expr: string): string => `topk(${String(LINES)}, ${expr})`;
export const lowest = (expr: string): string => `bottomk(${String(LINES)}, ${expr})`;

/** A metric of Prometheus by cluster: of the program's own, or where it made none of whichever is scraped there. */
export const ofPrometheus = (of: (matchers: string) => string): string =>
  ['cluster=~"$cluster", job="prometheus"', 'cluster=~"$cluster"']
    .map((matchers) => `sum by (cluster) (${of(matchers)})`)
    .join(" or ");
