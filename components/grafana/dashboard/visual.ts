// Builds panels with Grafana's Foundation SDK: a graph, a single number, or a table with a row per cluster.
// https://grafana.github.io/grafana-foundation-sdk/
import * as common from "@grafana/grafana-foundation-sdk/common";
import * as dashboard from "@grafana/grafana-foundation-sdk/dashboard";
import * as prometheus from "@grafana/grafana-foundation-sdk/prometheus";
import * as stat from "@grafana/grafana-foundation-sdk/stat";
import * as timeseries from "@grafana/grafana-foundation-sdk/timeseries";
import type { PanelSpec, Query } from "./panel";
import { refId, thresholdsOf } from "./thresholds";
import { table } from "./table";

/** The data source selected at the top of the dashboard; at first Grafana's default one. */
export const DATASOURCE: dashboard.DataSourceRef = { type: "prometheus", uid: "${datasource}" };

/** Grid units; Grafana's grid is 24 wide. */
const WIDTH = { stat: 4, timeseries: 12, table: 24 } as const;
const HEIGHT = { stat: 5, timeseries: 8, table: 10 } as const;

type Kind = keyof typeof WIDTH;

const target = ({ expr, legend }: Query, i: number, kind: Kind) => {
  const query = new prometheus.DataqueryBuilder()
    .datasource(DATASOURCE)
    .expr(expr)
    .legendFormat(legend)
    .refId(refId(i));
  switch (kind) {
    case "stat":
      return query.instant();
    case "table":
      return query.instant().format(prometheus.PromQueryFormat.Table);
    case "timeseries":
      return query.range();
  }
};

/**
 * Soft maximum of the axis: twice the red threshold, or 1. Without one, Grafana draws a flat zero on an axis up to 100,
 * which is 10,000 % of a ratio. None for seconds, which are small.
 */
function axisSoftMax({ unit, red }: PanelSpec): number | undefined {
  const bad = red !== undefined && "above" in red && unit !== "s" ? 2 * red.above : undefined;
  return bad ?? (unit === "short" ? 1 : undefined);
}

/** Sets legend and thresholds explicitly: by default the SDK turns the legend off, and Grafana draws no threshold. */
function graph(spec: PanelSpec): timeseries.PanelBuilder {
  const builder = new timeseries.PanelBuilder()
    .legend(
      new common.VizLegendOptionsBuilder()
        .showLegend(true)
        .displayMode(common.LegendDisplayMode.List)
        .placement(common.LegendPlacement.Bottom),
    )
    .tooltip(
      new common.VizTooltipOptionsBuilder()
        .mode(common.TooltipDisplayMode.Multi)
        .sort(common.SortOrder.Descending),
    );
  const softMax = axisSoftMax(spec);
  if (softMax !== undefined) {
    builder.axisSoftMax(softMax);
  }
  if (spec.red !== undefined) {
    builder.thresholdsStyle(
      new common.GraphThresholdsStyleConfigBuilder().mode(
        common.GraphThresholdsStyleMode.LineAndArea,
      ),
    );
  }
  return builder;
}

const builderOf = (kind: Kind, spec: PanelSpec) =>
  kind === "stat" ? new stat.PanelBuilder() : kind === "table" ? table(spec.queries) : graph(spec);

/** Builder of a panel of its kind, with all its queries. */
export function panelOf(spec: PanelSpec) {
  const kind = spec.kind ?? "timeseries";
  const builder = builderOf(kind, spec);
  builder
    .title(spec.title)
    .description(spec.description)
    .datasource(DATASOURCE)
    .unit(spec.unit)
    .min(0)
    .thresholds({ build: () => thresholdsOf(spec.red, "green") })
    .span(WIDTH[kind])
    .height(HEIGHT[kind]);
  spec.queries.forEach((query, i) => builder.withTarget(target(query, i, kind)));
  return builder;
}
