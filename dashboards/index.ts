// The dashboards of the fleet.
import { build } from "./build";
import { fleet } from "./fleet";
import { observee } from "./observee";
import type { DashboardSpec } from "./panel";
import { queryPath } from "./query-path";
import { storeCompactor } from "./store-compactor";

export const DASHBOARDS: readonly DashboardSpec[] = [fleet, queryPath, storeCompactor, observee];

/** As Grafana reads it from a file. */
export const dashboardJson = (spec: DashboardSpec): string =>
  `${JSON.stringify(build(spec), undefined, 2)}\n`;
