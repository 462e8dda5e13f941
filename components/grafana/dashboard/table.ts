// Builds a table panel with a row per cluster and a column per query, named by its legend.
// https://grafana.com/docs/grafana/latest/panels-visualizations/visualizations/table/
import * as common from "@grafana/grafana-foundation-sdk/common";
import type * as dashboard from "@grafana/grafana-foundation-sdk/dashboard";
import * as tables from "@grafana/grafana-foundation-sdk/table";
import type { Query } from "./panel";
import { refId, thresholdsOf } from "./thresholds";

const CLUSTER = "Cluster";

/** Link to the observee's dashboard that keeps data source and time range. */
const OBSERVEE =
  "/d/thanos-fleet-observee?var-cluster=${__value.text}&var-datasource=${datasource}&${__url_time_range}";

/** Joins the results by cluster. Drops their time, which is the query's and the same in all. */
const transformations = (columns: readonly Query[]): dashboard.DataTransformerConfig[] => [
  { id: "filterFieldsByName", options: { include: { pattern: "^(cluster|Value.*)$" } } },
  { id: "joinByField", options: { byField: "cluster", mode: "outer" } },
  {
    id: "organize",
    options: {
      renameByName: Object.fromEntries([
        ["cluster", CLUSTER],
        ...columns.map(({ legend }, i) => [`Value #${refId(i)}`, legend]),
      ]),
    },
  },
];

/** Colours the whole row of a red value, or only the value itself. */
const cell = (paintsRow: boolean): common.TableCellOptions =>
  paintsRow
    ? { type: common.TableCellDisplayMode.ColorBackground, applyToRow: true }
    : { type: common.TableCellDisplayMode.ColorText };

const properties = ({ unit, red, valueMappings }: Query): dashboard.DynamicConfigValue[] => [
  ...(unit === undefined ? [] : [{ id: "unit", value: unit }]),
  ...(valueMappings === undefined
    ? []
    : [{ id: "mappings", value: [{ type: "value", options: valueMappings }] }]),
  ...(red === undefined
    ? []
    : [
        {
          id: "thresholds",
          value: thresholdsOf(red, valueMappings === undefined ? "text" : "transparent"),
        },
        { id: "custom.cellOptions", value: cell(valueMappings !== undefined) },
      ]),
];

/** A table with a column per query. Rows are sorted by the first column, ascending. */
export function table(columns: readonly Query[]): tables.PanelBuilder {
  const builder = new tables.PanelBuilder()
    .transformations(transformations(columns))
    .filterable(true)
    .overrideByName(CLUSTER, [{ id: "links", value: [{ title: "Observee", url: OBSERVEE }] }]);
  const [first] = columns;
  if (first !== undefined) {
    builder.sortBy([
      new common.TableSortByFieldStateBuilder().displayName(first.legend).desc(false),
    ]);
  }
  columns.forEach((column) => builder.overrideByName(column.legend, properties(column)));
  return builder;
}
