// A table with a row for each cluster: every query is a column, called by its legend.
// https://grafana.com/docs/grafana/latest/panels-visualizations/visualizations/table/
import * as common from "@grafana/grafana-foundation-sdk/common";
import type * as dashboard from "@grafana/grafana-foundation-sdk/dashboard";
import * as tables from "@grafana/grafana-foundation-sdk/table";
import type { Query } from "./panel";
import { refId, thresholdsOf } from "./thresholds";

const CLUSTER = "Cluster";

/** Where the observee's own page is; what is chosen here stays chosen there. */
const OBSERVEE =
  "/d/thanos-fleet-observee?var-cluster=${__value.text}&var-datasource=${datasource}&${__url_time_range}";

/** Rows are what all answers have in common; the time is that of the question, and the same in all. */
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

/** One that may paint its whole row does so where it is red, and the others their own number. */
const cell = (paintsRow: boolean): common.TableCellOptions =>
  paintsRow
    ? { type: common.TableCellDisplayMode.ColorBackground, applyToRow: true }
    : { type: common.TableCellDisplayMode.ColorText };

const properties = ({ unit, red, words }: Query): dashboard.DynamicConfigValue[] => [
  ...(unit === undefined ? [] : [{ id: "unit", value: unit }]),
  ...(words === undefined ? [] : [{ id: "mappings", value: [{ type: "value", options: words }] }]),
  ...(red === undefined
    ? []
    : [
        {
          id: "thresholds",
          value: thresholdsOf(red, words === undefined ? "text" : "transparent"),
        },
        { id: "custom.cellOptions", value: cell(words !== undefined) },
      ]),
];

/** The first column orders the rows, the least first. */
export function table(columns: readonly Query[]): tables.PanelBuilder {
  const made = new tables.PanelBuilder()
    .transformations(transformations(columns))
    .filterable(true)
    .overrideByName(CLUSTER, [{ id: "links", value: [{ title: "Observee", url: OBSERVEE }] }]);
  const [first] = columns;
  if (first !== undefined) {
    made.sortBy([new common.TableSortByFieldStateBuilder().displayName(first.legend).desc(false)]);
  }
  columns.forEach((column) => made.overrideByName(column.legend, properties(column)));
  return made;
}
