// Types of the kube-prometheus-stack values that the program sets.
// https://github.com/prometheus-community/helm-charts/blob/main/charts/kube-prometheus-stack/values.yaml

interface Switch {
  readonly enabled: boolean;
}

/** A Kubernetes component: whether its rules and dashboards are created, and whether the chart has it scraped. */
interface Watched extends Switch {
  readonly serviceMonitor?: Switch;
}

export interface StackValues {
  /** Prefix of its objects' names, set explicitly: it is the job label of the operator's own metrics. */
  readonly fullnameOverride: string;
  readonly global?: { readonly imageRegistry: string };
  readonly crds: Switch;
  readonly defaultRules: {
    readonly create: boolean;
    /** Groups that are turned off; all others are on. */
    readonly rules: { readonly prometheus: false; readonly alertmanager: false };
    /** Alerts that are turned off. */
    readonly disabled: { readonly Watchdog: true };
  };
  readonly prometheus: Switch;
  readonly alertmanager: Switch;
  readonly thanosRuler: Switch;
  readonly grafana: Switch & {
    readonly forceDeployDatasources: false;
    readonly forceDeployDashboards: boolean;
    readonly defaultDashboardsEnabled: boolean;
    readonly sidecar: {
      readonly dashboards: { readonly multicluster: { readonly global: Switch } };
    };
  };
  readonly kubelet: Watched;
  readonly kubeApiServer: Watched;
  readonly kubeControllerManager: Watched;
  readonly kubeScheduler: Watched;
  readonly kubeProxy: Watched;
  readonly kubeEtcd: Watched;
  readonly coreDns: Watched;
  readonly kubeStateMetrics: Switch;
  readonly nodeExporter: Switch;
  readonly "kube-state-metrics": {
    readonly networkPolicy: Switch & { readonly egress: readonly object[] };
  };
  readonly "prometheus-node-exporter": {
    readonly namespaceOverride: string;
    readonly networkPolicy: Switch;
  };
  readonly prometheusOperator: Switch & {
    readonly networkPolicy: Switch;
    readonly kubeletService: Switch;
    readonly kubeletEndpointsEnabled: boolean;
    readonly kubeletEndpointSliceEnabled: boolean;
  };
}
