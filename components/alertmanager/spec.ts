// Builds the Alertmanager custom resource. The operator creates its pods, clusters them and reloads its configuration.
import { PART_OF } from "../../kubernetes/labels";
import { spreadReplicas } from "../../kubernetes/spreading";
import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { ALERTMANAGER_RESOURCE, NAMES } from "../../kubernetes/names";
import { durationSeconds } from "../../kubernetes/duration";
import type { AlertmanagerConfig } from "./config";
import { claimSpec } from "../../kubernetes/objects";
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

interface AlertmanagerSpecArgs extends Pick<
  AlertmanagerConfig,
  "replicas" | "retention" | "storage" | "externalUrl"
> {
  readonly image: string;
  /** Edge container for alerts of other clusters. */
  readonly edge?: AlertmanagerSpecEdge | undefined;
}

/** Additions to Alertmanager's pods for the edge. */
export interface AlertmanagerSpecEdge {
  /** Image reference. */
  readonly image: string;
  /** Checksum of the files that the edge reads at start only. */
  readonly checksum: pulumi.Input<string>;
}

/** The operator requires a Go duration, which has no days. */
function inHours(duration: string): string {
  const seconds = durationSeconds(duration);
  return seconds % 3600 === 0 ? `${String(seconds / 3600)}h` : `${String(Math.ceil(seconds))}s`;
}

/**
 * Spec of the resource. https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.Alertmanager
 */
export const alertmanagerSpec = (args: AlertmanagerSpecArgs) => ({
  version: IMAGES.alertmanager.tag,
  image: args.image,
  imagePullPolicy: "IfNotPresent",
  replicas: args.replicas,
  retention: inHours(args.retention),
  externalUrl: args.externalUrl,
  configSecret: ALERTMANAGER.name,
  secrets: [NAMES.alertmanagerSecrets],
  serviceAccountName: ALERTMANAGER.name,
  automountServiceAccountToken: false,
  resources: ALERTMANAGER.resources,
  securityContext: prometheusPodSecurity,
  podMetadata: {
    labels: { ...PART_OF },
    annotations: args.edge === undefined ? undefined : { "checksum/edge": args.edge.checksum },
  },
  nodeSelector: { "kubernetes.io/os": "linux" },
  ...spreadReplicas(ALERTMANAGER.pods),
  storage: { volumeClaimTemplate: { spec: claimSpec(args.storage) } },
  persistentVolumeClaimRetentionPolicy: { whenDeleted: "Retain", whenScaled: "Retain" },
  // Alertmanager's own port stays plaintext: the kubelet's probes have no client certificate.
  containers: args.edge && [edgeContainer(args.edge.image)],
  volumes: args.edge && edgeVolumes,
});

/** Metadata of the resource. Pulumi waits until the operator reports that every pod is ready. */
export const alertmanagerMetadata = (namespace: string) => ({
  ...metadata(alertmanagerPart(namespace)),
  name: ALERTMANAGER_RESOURCE,
  annotations: { "pulumi.com/waitFor": "condition=Available" },
});

/** Service of the replicas, headless, so that clients find every one: each alert goes to all of them. */
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
