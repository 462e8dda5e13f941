// Builds the files from which Grafana provisions data sources and dashboards at start.
// https://grafana.com/docs/grafana/latest/administration/provisioning/
import { PORTS } from "../../kubernetes/ports";
import { TIMEOUTS } from "../../kubernetes/query-timeouts";
import { toYaml } from "../../kubernetes/yaml";
import { QUERY_FRONTEND } from "../query-frontend/part";
import { QUERY } from "../query/part";

/** UIDs by which dashboards refer to the data sources. */
export const DATASOURCES = { fleet: "thanos-fleet", uncached: "thanos-fleet-uncached" } as const;

/** Folder into which the sidecar writes dashboards. */
export const DASHBOARDS_DIR = "/var/lib/grafana-dashboards";

/** Label of dashboard ConfigMaps, as in the charts of Grafana and kube-prometheus-stack. */
export const DASHBOARD_LABEL = { grafana_dashboard: "1" } as const;
/** Annotation with the dashboard's folder in Grafana. */
export const FOLDER_ANNOTATION = "grafana_folder";

const datasource = (name: string, uid: string, service: string, more: object) => ({
  name,
  uid,
  type: "prometheus",
  access: "proxy",
  editable: false,
  url: `http://${service}:${String(PORTS.http)}`,
  ...more,
});

/**
 * The data sources: the Query Frontend, and Query without its cache. `sampleInterval` is the longest interval between
 * samples.
 * https://grafana.com/docs/grafana/latest/datasources/prometheus/configure/#provision-the-prometheus-data-source
 */
export const datasources = (namespace: string, sampleInterval: string) => {
  const jsonData = {
    prometheusType: "Thanos",
    httpMethod: "POST",
    // Rules and alerts are managed in Prometheus and the Ruler.
    manageAlerts: false,
    timeInterval: sampleInterval,
    timeout: TIMEOUTS.grafana,
  };
  return {
    apiVersion: 1,
    // Removes data sources from Grafana that are no longer listed here.
    prune: true,
    datasources: [
      datasource("Thanos", DATASOURCES.fleet, `${QUERY_FRONTEND.name}.${namespace}.svc`, {
        isDefault: true,
        jsonData,
      }),
      datasource("Thanos, past the cache", DATASOURCES.uncached, `${QUERY.name}.${namespace}.svc`, {
        isDefault: false,
        jsonData: { ...jsonData, cacheLevel: "None" },
      }),
    ],
  };
};

const dashboardProviders = {
  apiVersion: 1,
  providers: [
    {
      name: "sidecar",
      type: "file",
      disableDeletion: false,
      allowUiUpdates: false,
      updateIntervalSeconds: 30,
      options: { path: DASHBOARDS_DIR, foldersFromFilesStructure: true },
    },
  ],
};

/** Files of the ConfigMap, by key. */
export const provisioningFiles = (
  namespace: string,
  sampleInterval: string,
): Record<string, string> => ({
  "datasources.yaml": toYaml(datasources(namespace, sampleInterval)),
  "dashboards.yaml": toYaml(dashboardProviders),
});

/** Path of each key's file below Grafana's configuration folder. */
export const FILE_PATHS: Readonly<Record<string, string>> = {
  "grafana.ini": "grafana.ini",
  "datasources.yaml": "provisioning/datasources/fleet.yaml",
  "dashboards.yaml": "provisioning/dashboards/fleet.yaml",
};
