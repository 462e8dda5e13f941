// The dashboards component: a ConfigMap for each dashboard, which Grafana's sidecar finds by its label.
import * as pulumi from "@pulumi/pulumi";
import { DASHBOARDS, dashboardJson } from "./all";
import { DASHBOARD_LABEL, FOLDER_ANNOTATION } from "../provisioning";
import { labels } from "../../../kubernetes/labels";
import { dashboardName } from "../../../kubernetes/names";
import { childOptions } from "../../../kubernetes/resource-options";
import * as k8s from "../../../kubernetes/k8s";

export interface DashboardsArgs {
  readonly namespace: string;
}

/** Folder in Grafana; before 11.3 it may hold no dashboard of the same name, even in another case or punctuation. */
const FOLDER = "Thanos";

/** The ConfigMaps, which exist also if Grafana is not deployed. */
export class Dashboards extends pulumi.ComponentResource {
  static readonly TYPE = "thanos:grafana:Dashboards";

  constructor(name: string, args: DashboardsArgs, opts?: pulumi.ComponentResourceOptions) {
    super(Dashboards.TYPE, name, {}, opts);
    const child = childOptions(this, opts);
    for (const dashboard of DASHBOARDS) {
      const objectName = dashboardName(dashboard.name);
      new k8s.core.v1.ConfigMap(
        `${name}-${dashboard.name}`,
        {
          metadata: {
            name: objectName,
            namespace: args.namespace,
            labels: { ...labels(objectName, "grafana"), ...DASHBOARD_LABEL },
            annotations: { [FOLDER_ANNOTATION]: FOLDER },
          },
          data: { [`${dashboard.name}.json`]: dashboardJson(dashboard) },
        },
        child,
      );
    }
    this.registerOutputs({});
  }
}
