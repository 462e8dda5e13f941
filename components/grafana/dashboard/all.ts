// List of the fleet's dashboards.
import { build } from "./build";
import { fleet } from "../../observer/dashboard";
import { observee } from "../../observee/dashboard";
import type { DashboardSpec } from "./panel";
import { queryPath } from "../../query/dashboard";
import { storeCompactor } from "../../store-gateway/dashboard";

export const DASHBOARDS: readonly DashboardSpec[] = [fleet, queryPath, storeCompactor, observee];

/** JSON text as Grafana reads it from a file. */
export const dashboardJson = (spec: DashboardSpec): string =>
  `${JSON.stringify(build(spec), undefined, 2)}\n`;
