// Builds the Alertmanager custom resource. The operator creates its pods, clusters them and reloads its configuration.
import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { ALERTMANAGER_RESOURCE, NAMES } from "../../kubernetes/names";
import { claimSpec, type DataVolume } from "../../kubernetes/objects";
import { PORTS } from "../../kubernetes/ports";
import type { AlertmanagerEndpoints } from "../../kubernetes/prometheus-operator-types";
import { prometheusPodSecurity } from "../../kubernetes/security";
import { IMAGES } from "../../kubernetes/images";
import { metadata } from "../../kubernetes/workload";
import { edgeContainer, edgeVolumes } from "./edge-spec";
import { ALERTMANAGER } from "./part";

/** Name and labels of the part's objects. */
export const alertmanagerPart = (namespace: string) =>
  ({ name: ALERTMANAGER.name, namespace, component: ALERTMANAGER.component }) as const;

export interface AlertmanagerSpecArgs {
  readonly image: string;
  readonly replicas: number;
  /** How long silences and the notification log are kept. */
  readonly retentionSeconds: number;
  readonly storage: Omit<DataVolume, "mountPath">;
  /** URL for the links in notifications. */
  readonly externalUrl?: string | undefined;
  /** Edge container for alerts of other clusters. */
  readonly edge?: AlertmanagerSpecEdge | undefined;
}

export interface AlertmanagerSpecEdge {
  /** Image reference. */
  readonly image: string;
  /** Checksum of the files that the edge reads at start only. */
  readonly checksum: pulumi.Input<string>;
}

/** The operator takes Go durations, which have no days. */
const inHours = (seconds: number): string =>
  seconds % 3600 === 0 ? `${String(seconds / 3600)}h` : `${String(Math.ceil(seconds))}s`;

/**
 * Spec of the resource. https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.Alertmanager
 */
export const alertmanagerSpec = (args: AlertmanagerSpecArgs) => ({
  version: IMAGES.alertmanager.tag,
  image: args.image,
  imagePullPolicy: "IfNotPresent",
  replicas: args.replicas,
  retention: inHours(args.retentionSeconds),
  externalUrl: args.externalUrl,
  configSecret: ALERTMANAGER.name,
  secrets: [NAMES.alertmanagerSecrets],
  serviceAccountName: ALERTMANAGER.name,
  automountServiceAccountToken: false,
  resources: ALERTMANAGER.resources,
  securityContext: prometheusPodSecurity,
  podMetadata: {
    labels: { "app.kubernetes.io/part-of": "thanos-fleet" },
    annotations: args.edge === undefined ? undefined : { "checksum/edge": args.edge.checksum },
  },
  nodeSelector: { "kubernetes.io/os": "linux" },
  affinity: {
    podAntiAffinity: {
      preferredDuringSchedulingIgnoredDuringExecution: [
        {
          weight: 100,
          podAffinityTerm: {
            labelSelector: { matchLabels: ALERTMANAGER.pods },
            topologyKey: "kubernetes.io/hostname",
          },
        },
      ],
    },
  },
  topologySpreadConstraints: [
    {
      maxSkew: 1,
      topologyKey: "topology.kubernetes.io/zone",
      whenUnsatisfiable: "ScheduleAnyway",
      labelSelector: { matchLabels: ALERTMANAGER.pods },
    },
  ],
  storage: { volumeClaimTemplate: { spec: claimSpec(args.storage) } },
  persistentVolumeClaimRetentionPolicy: { whenDeleted: "Retain", whenScaled: "Retain" },
  // Alertmanager's own port stays plaintext: the kubelet's probes have no client certificate.
  ...(args.edge === undefined
    ? {}
    : { containers: [edgeContainer(args.edge.image)], volumes: edgeVolumes }),
});

/** Metadata of the resource. Pulumi waits until the operator reports that every pod is ready. */
export const alertmanagerMetadata = (namespace: string) => ({
  ...metadata(alertmanagerPart(namespace)),
  name: ALERTMANAGER_RESOURCE,
  annotations: { "pulumi.com/waitFor": "condition=Available" },
});

/** Headless, so that clients find every replica: each alert goes to all of them. */
export const alertmanagerService = (namespace: string): k8s.core.v1.ServiceArgs => ({
  metadata: metadata(alertmanagerPart(namespace)),
  spec: {
    clusterIP: "None",
    selector: ALERTMANAGER.pods,
    ports: [{ name: "web", port: PORTS.alertmanager, targetPort: "web", protocol: "TCP" }],
  },
});

/** Pods and port of the NodePort Service, which balances over the replicas. */
export const NODE_PORT_TARGET = {
  pods: ALERTMANAGER.pods,
  port: { name: "web", port: PORTS.alertmanager },
} as const;

/** Service by which Prometheus finds the Alertmanagers. */
export const alertmanagerEndpoints = (namespace: string): AlertmanagerEndpoints => ({
  namespace,
  name: ALERTMANAGER.name,
  port: "web",
  apiVersion: "v2",
});
