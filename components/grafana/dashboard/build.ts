// Builds Grafana dashboards from plain values with Grafana's Foundation SDK.
// https://grafana.github.io/grafana-foundation-sdk/
import * as dashboard from "@grafana/grafana-foundation-sdk/dashboard";
import type { DashboardSpec } from "./panel";
import { DATASOURCE, panelOf } from "./visual";

const TAG = "thanos-fleet";

/** Variable over all clusters with an `up` metric. All are selected at first, or the first one if `single`. */
function clusterVariable(single: boolean): dashboard.QueryVariableBuilder {
  const builder = new dashboard.QueryVariableBuilder("cluster")
    .label("Cluster")
    .datasource(DATASOURCE)
    .query("label_values(up, cluster)")
    .refresh(dashboard.VariableRefresh.OnTimeRangeChanged)
    .sort(dashboard.VariableSort.AlphabeticalAsc)
    .multi(!single)
    .includeAll(!single)
    .allValue(".+");
  return single ? builder : builder.current({ text: "All", value: "$__all", selected: true });
}

/** Links to the other dashboards, which keep variables and time range. */
const others = new dashboard.DashboardLinkBuilder("Thanos")
  .type(dashboard.DashboardLinkType.Dashboards)
  .tags([TAG])
  .includeVars(true)
  .keepTime(true);

/** The dashboard as Grafana imports it. */
export function build(spec: DashboardSpec): dashboard.Dashboard {
  const builder = new dashboard.DashboardBuilder(spec.title)
    .uid(`thanos-fleet-${spec.name}`)
    .description(spec.description)
    .tags([TAG])
    .link(others)
    .readonly()
    .refresh("1m")
    .time({ from: "now-3h", to: "now" })
    .timezone("browser")
    .tooltip(dashboard.DashboardCursorSync.Crosshair)
    .withVariable(
      new dashboard.DatasourceVariableBuilder("datasource").label("Data source").type("prometheus"),
    )
    .withVariable(clusterVariable(spec.singleCluster ?? false));
  for (const { title, panels } of spec.rows) {
    builder.withRow(new dashboard.RowBuilder(title));
    panels.forEach((panel) => builder.withPanel(panelOf(panel)));
  }
  return builder.build();
}
