// What kube-prometheus-stack brings here: operator, CRDs, exporters, default rules and dashboards, and nothing that the
// program has of its own.
import type { StackValues } from "./types";

/** Name of the release, and beginning of its objects' names. */
export const RELEASE = "kube-prometheus-stack";

export interface StackArgs {
  /** Where node-exporter runs: it sees the node's own files and network. */
  readonly nodeNamespace: string;
  /** Whether somebody looks at dashboards here. */
  readonly dashboards: boolean;
  /** Host, and path if any, of a mirror. */
  readonly registry?: string | undefined;
  /** Whether its namespaces let nobody in or out who is not allowed to. */
  readonly networkPolicies: boolean;
}

const ON = { enabled: true } as const;
const OFF = { enabled: false } as const;

/** Its rules and dashboards are wanted, and its metrics are scraped by a job of our own, of the name that they expect. */
const SCRAPED_BY_US = { enabled: true, serviceMonitor: OFF } as const;

export const stackValues = ({
  nodeNamespace,
  dashboards,
  registry,
  networkPolicies,
}: StackArgs): StackValues => ({
  fullnameOverride: RELEASE,
  global: registry === undefined ? undefined : { imageRegistry: registry },
  crds: ON,
  defaultRules: {
    create: true,
    // They select the jobs of the chart's own Prometheus and Alertmanager, which are off; our alerts stand in.
    rules: { prometheus: false, alertmanager: false },
    // There is one dead man's switch, with its cluster's name.
    disabled: { Watchdog: true },
  },
  prometheus: OFF,
  alertmanager: OFF,
  thanosRuler: OFF,
  grafana: {
    ...OFF,
    forceDeployDatasources: false,
    // With its Grafana off the chart makes none otherwise.
    forceDeployDashboards: dashboards,
    defaultDashboardsEnabled: dashboards,
    sidecar: { dashboards: { multicluster: { global: ON } } },
  },
  kubelet: SCRAPED_BY_US,
  kubeApiServer: SCRAPED_BY_US,
  // A managed control plane cannot be scraped; alerts on it would fire for ever.
  kubeControllerManager: OFF,
  kubeScheduler: OFF,
  kubeProxy: OFF,
  kubeEtcd: OFF,
  coreDns: ON,
  kubeStateMetrics: ON,
  "kube-state-metrics": {
    // An empty rule is everything: of the API server nobody knows address and port.
    networkPolicy: { enabled: networkPolicies, egress: [{}] },
  },
  nodeExporter: ON,
  "prometheus-node-exporter": {
    namespaceOverride: nodeNamespace,
    networkPolicy: { enabled: networkPolicies },
  },
  prometheusOperator: {
    ...ON,
    // Its Jobs have policies by this, too.
    networkPolicy: { enabled: networkPolicies },
    // A Service and its endpoints for the kubelets' monitor, which is off.
    kubeletService: OFF,
    kubeletEndpointsEnabled: false,
    kubeletEndpointSliceEnabled: false,
  },
});

type Values = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Values =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** As Helm itself merges: objects key by key, anything else as a whole; `null` takes a default of the chart away. */
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
