// Fields of the Prometheus Operator's custom resources that this program sets.
// https://prometheus-operator.dev/docs/api-reference/api/
import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

export const MONITORING_API = "monitoring.coreos.com/v1";

type Resources = k8s.types.input.core.v1.ResourceRequirements;
type Nothing = Record<string, never>;

/** An empty selector matches every object, an absent one none. */
export interface Selectors {
  readonly serviceMonitorSelector: Nothing;
  readonly serviceMonitorNamespaceSelector: Nothing;
  readonly podMonitorSelector: Nothing;
  readonly podMonitorNamespaceSelector: Nothing;
  readonly probeSelector: Nothing;
  readonly probeNamespaceSelector: Nothing;
  readonly ruleSelector: Nothing;
  readonly ruleNamespaceSelector: Nothing;
  readonly scrapeConfigSelector: Nothing;
  readonly scrapeConfigNamespaceSelector: Nothing;
}

/** `spec.thanos`: the sidecar that the operator adds to Prometheus. */
export interface ThanosSidecarSpec {
  readonly image: string;
  /** If absent, the operator gates features by its own default version. */
  readonly version: string;
  readonly resources: Resources;
  readonly objectStorageConfig: { readonly name: string; readonly key: string };
  readonly logLevel: "info";
  readonly logFormat: "logfmt";
  readonly blockSize?: string;
  readonly volumeMounts?: readonly k8s.types.input.core.v1.VolumeMount[];
}

/** Kubernetes' type, except that the operator adds the labels of the resource or of a shard to the selector. */
export interface TopologySpreadConstraint {
  readonly maxSkew: number;
  readonly topologyKey: string;
  readonly whenUnsatisfiable: "ScheduleAnyway";
  readonly additionalLabelSelectors: "OnShard";
}

export interface PrometheusSpec extends Selectors {
  readonly version: string;
  readonly image: string;
  readonly imagePullPolicy: "IfNotPresent";
  readonly replicas: number;
  readonly shards?: number;
  readonly retention: string;
  readonly retentionSize?: string;
  readonly scrapeInterval: string;
  readonly evaluationInterval: string;
  readonly externalLabels: Readonly<Record<string, string>>;
  /** Labels that the operator adds; set explicitly because Query removes the replica label. */
  readonly replicaExternalLabelName: string;
  readonly prometheusExternalLabelName: string;
  readonly serviceAccountName: string;
  readonly disableCompaction: true;
  readonly additionalScrapeConfigs: { readonly name: string; readonly key: string };
  readonly resources: Resources;
  readonly securityContext: k8s.types.input.core.v1.PodSecurityContext;
  readonly podMetadata: {
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, pulumi.Input<string>>>;
  };
  readonly nodeSelector: Readonly<Record<string, string>>;
  readonly affinity?: k8s.types.input.core.v1.Affinity;
  readonly topologySpreadConstraints?: readonly TopologySpreadConstraint[];
  readonly volumes?: readonly k8s.types.input.core.v1.Volume[];
  readonly storage: {
    readonly volumeClaimTemplate: {
      readonly spec: k8s.types.input.core.v1.PersistentVolumeClaimSpec;
    };
  };
  readonly persistentVolumeClaimRetentionPolicy: {
    readonly whenDeleted: "Retain";
    readonly whenScaled: "Retain";
  };
  readonly thanos: ThanosSidecarSpec;
  readonly remoteWrite?: readonly RemoteWriteSpec[];
  /** Secrets of the namespace to mount into Prometheus, each in a folder of its name. */
  readonly secrets?: readonly string[];
  readonly additionalAlertManagerConfigs?: { readonly name: string; readonly key: string };
  readonly alerting?: { readonly alertmanagers: readonly AlertmanagerEndpoints[] };
}

/** Alertmanagers behind a Service. */
export interface AlertmanagerEndpoints {
  readonly namespace: string;
  readonly name: string;
  readonly port: string;
  readonly apiVersion: "v2";
}

/** A relabeling step of a monitor's endpoint. */
export interface Relabeling {
  readonly sourceLabels?: readonly string[];
  readonly separator?: string;
  readonly regex?: string;
  readonly targetLabel?: string;
  readonly replacement?: string;
  readonly action?: "replace" | "keep" | "drop" | "labelmap";
}

export interface ServiceMonitorSpec {
  readonly selector: { readonly matchLabels: Readonly<Record<string, string>> };
  readonly endpoints: readonly {
    readonly port: string;
    readonly interval: string;
    readonly relabelings: readonly Relabeling[];
  }[];
}

/** A key of a Secret in the namespace. */
export interface SecretKey {
  readonly name: string;
  readonly key: string;
}

/** https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.RemoteWriteSpec */
export interface RemoteWriteSpec {
  readonly name: string;
  readonly url: string;
  readonly tlsConfig: {
    readonly ca: { readonly secret: SecretKey };
    readonly cert: { readonly secret: SecretKey };
    readonly keySecret: SecretKey;
    readonly serverName: string;
    readonly minVersion: "TLS13";
  };
}
