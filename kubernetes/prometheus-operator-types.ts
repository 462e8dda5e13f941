// Types of the Prometheus Operator's custom resources.
// https://prometheus-operator.dev/docs/api-reference/api/
import type { IPrometheus } from "@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1";
import type * as k8s from "@pulumi/kubernetes";

/** `apiVersion` of ServiceMonitor, PrometheusRule, Prometheus and Alertmanager. */
export const MONITORING_API = "monitoring.coreos.com/v1";

type Spec = NonNullable<IPrometheus["spec"]>;

/** Fields that the operator does not require, but this program does. */
type Needed = "thanos" | "disableCompaction" | "replicaExternalLabelName" | "securityContext";

/** Without fields that only the published type requires of a volume claim; annotations may be outputs. */
export type PrometheusSpec = Omit<Spec, "podMetadata" | "storage"> &
  Required<Pick<Spec, Needed>> & {
    readonly podMetadata: k8s.types.input.meta.v1.ObjectMeta;
    readonly storage: {
      readonly volumeClaimTemplate: {
        readonly spec: k8s.types.input.core.v1.PersistentVolumeClaimSpec;
      };
    };
  };

/** `spec.thanos`: the sidecar that the operator adds to Prometheus. */
export type ThanosSidecarSpec = NonNullable<Spec["thanos"]>;

/** Alertmanagers behind a Service. */
export type AlertmanagerEndpoints = NonNullable<Spec["alerting"]>["alertmanagers"][number];

export type RemoteWriteSpec = NonNullable<Spec["remoteWrite"]>[number];

/** A key of a Secret in the namespace of the Prometheus. */
export type SecretKey = NonNullable<Spec["additionalScrapeConfigs"]>;

/** Every selector of monitors, rules and namespaces, set: an empty one matches every object, an absent one none. */
export type Selectors = Required<
  Pick<Spec, Exclude<Extract<keyof Spec, `${string}Selector`>, "nodeSelector">>
>;
