// Builds the values of kube-prometheus-stack, which turn off everything that the program deploys itself. It installs
// the operator, CRDs, exporters, default rules and dashboards.
// https://github.com/prometheus-community/helm-charts/blob/main/charts/kube-prometheus-stack/values.yaml

/** Name of the release, and prefix of its objects' names. */
export const RELEASE = "kube-prometheus-stack";

/** What the chart's values depend on. */
export interface StackArgs {
  /** Namespace of node-exporter, which accesses the node's files and network. */
  readonly nodeNamespace: string;
  /** Whether dashboards are used in this cluster. */
  readonly dashboards: boolean;
  /** Host, and path if any, of an image mirror; default: the publishers' registries. */
  readonly registry?: string | undefined;
  /** Whether its namespaces deny all traffic that no policy allows. */
  readonly networkPolicies: boolean;
}

const ON = { enabled: true } as const;
const OFF = { enabled: false } as const;

/** Keeps the chart's rules and dashboards; a job of this program scrapes, under the job label that they expect. */
const SCRAPED_BY_US = { enabled: true, serviceMonitor: OFF } as const;

/** Values of the chart, which the configured `values` override. */
export const stackValues = ({
  nodeNamespace,
  dashboards,
  registry,
  networkPolicies,
}: StackArgs) => ({
  // Set explicitly: this prefix of its objects' names is the job label of the operator's own metrics.
  fullnameOverride: RELEASE,
  global: registry === undefined ? undefined : { imageRegistry: registry },
  crds: ON,
  defaultRules: {
    create: true,
    // They select the jobs of the chart's own Prometheus and Alertmanager, which are off; our alerts replace them.
    rules: { prometheus: false, alertmanager: false },
    // Replaced by this program's own dead man's switch, which has the cluster's name.
    disabled: { Watchdog: true },
  },
  prometheus: OFF,
  alertmanager: OFF,
  thanosRuler: OFF,
  grafana: {
    ...OFF,
    forceDeployDatasources: false,
    // Otherwise the chart creates no dashboards while its Grafana is off.
    forceDeployDashboards: dashboards,
    defaultDashboardsEnabled: dashboards,
    sidecar: { dashboards: { multicluster: { global: ON } } },
  },
  kubelet: SCRAPED_BY_US,
  kubeApiServer: SCRAPED_BY_US,
  // A managed control plane cannot be scraped; alerts on it would fire forever.
  kubeControllerManager: OFF,
  kubeScheduler: OFF,
  kubeProxy: OFF,
  kubeEtcd: OFF,
  coreDns: ON,
  kubeStateMetrics: ON,
  "kube-state-metrics": {
    // An empty rule allows everything: address and port of the API server are unknown.
    networkPolicy: { enabled: networkPolicies, egress: [{}] },
  },
  nodeExporter: ON,
  "prometheus-node-exporter": {
    namespaceOverride: nodeNamespace,
    networkPolicy: { enabled: networkPolicies },
  },
  prometheusOperator: {
    ...ON,
    // Also creates the policies of its Jobs.
    networkPolicy: { enabled: networkPolicies },
    // Service and endpoints for the kubelets' ServiceMonitor, which is off.
    kubeletService: OFF,
    kubeletEndpointsEnabled: false,
    kubeletEndpointSliceEnabled: false,
  },
});

type Values = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Values =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Merges as Helm does: objects key by key, anything else as a whole; `null` removes a default of the chart. */
export const merged = (under: object, over: Values): Record<string, unknown> => {
  const below = new Map<string, unknown>(Object.entries(under));
  const keys = [...new Set([...below.keys(), ...Object.keys(over)])];
  return Object.fromEntries(
    keys.map((key) => {
      const [a, b] = [below.get(key), over[key]];
      return [key, isObject(a) && isObject(b) ? merged(a, b) : Object.hasOwn(over, key) ? b : a];
    }),
  );
};
