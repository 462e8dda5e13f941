// The objects around a part's pods: Deployment or StatefulSet, Service, disruption budget and account.
import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { labels, selectorLabels } from "./labels";
import { nodePortName } from "./names";
import { PORTS } from "./ports";
import { grpcPort, metadata, podTemplate, type Owner, type Part } from "./workload";

/** A Deployment that never has fewer ready pods than it should while it rolls. */
export const deployment = (part: Part, replicas: number): k8s.apps.v1.DeploymentArgs => ({
  metadata: metadata(part),
  spec: {
    replicas,
    selector: { matchLabels: selectorLabels(part.name) },
    strategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
    template: podTemplate(part),
  },
});

/** A data volume that a StatefulSet gives each of its pods. */
export interface DataVolume {
  readonly mountPath: string;
  /** Kubernetes quantity. */
  readonly size: string;
  /** The cluster's default class without it. */
  readonly storageClass?: string | undefined;
}

/** A claim on a disk of one pod's own. */
export const claimSpec = (data: Pick<DataVolume, "size" | "storageClass">) => ({
  accessModes: ["ReadWriteOnce"],
  storageClassName: data.storageClass,
  resources: { requests: { storage: data.size } },
});

/** A StatefulSet of any pods, whose volumes, called `data`, outlive it. */
export const statefulSetOf = (
  owner: Owner,
  replicas: number,
  data: Omit<DataVolume, "mountPath">,
  template: k8s.types.input.core.v1.PodTemplateSpec,
): k8s.apps.v1.StatefulSetArgs => ({
  metadata: metadata(owner),
  spec: {
    replicas,
    serviceName: owner.name,
    podManagementPolicy: "Parallel",
    persistentVolumeClaimRetentionPolicy: { whenDeleted: "Retain", whenScaled: "Retain" },
    selector: { matchLabels: selectorLabels(owner.name) },
    template,
    volumeClaimTemplates: [{ metadata: { name: "data" }, spec: claimSpec(data) }],
  },
});

/** The StatefulSet of a Thanos part. */
export const statefulSet = (
  part: Part,
  replicas: number,
  data: DataVolume,
): k8s.apps.v1.StatefulSetArgs =>
  statefulSetOf(
    part,
    replicas,
    data,
    podTemplate({
      ...part,
      volumes: [
        ...(part.volumes ?? []),
        { name: "data", mountPath: data.mountPath, writable: true },
      ],
    }),
  );

/** A part's Service; a headless one lists its pods in DNS, which is what Thanos' own load balancing needs. */
export const service = (part: Part, kind: "clusterIP" | "headless"): k8s.core.v1.ServiceArgs => ({
  metadata: metadata(part),
  spec: {
    ...(kind === "headless" ? { clusterIP: "None" } : { type: "ClusterIP" }),
    selector: selectorLabels(part.name),
    ports: [
      ...(part.grpc
        ? [{ name: "grpc", port: PORTS.grpc, targetPort: grpcPort(part), protocol: "TCP" }]
        : []),
      { name: "http", port: PORTS.http, targetPort: "http", protocol: "TCP" },
    ],
  },
});

/** Who is behind a port of every node: pods of one part, and the port of theirs that is opened. */
export interface NodePortTarget {
  readonly pods: Readonly<Record<string, string>>;
  readonly port: Required<Pick<k8s.types.input.core.v1.ServicePort, "name" | "port">>;
}

/** One more Service for a part, under a name of its own so that its pods are not scraped twice. */
export function nodePortService(
  part: Pick<Part, "name" | "namespace" | "component">,
  nodePort: number,
  door: NodePortTarget = {
    pods: selectorLabels(part.name),
    port: { name: "http", port: PORTS.http },
  },
): k8s.core.v1.ServiceArgs {
  const name = nodePortName(part.name);
  return {
    metadata: { name, namespace: part.namespace, labels: labels(name, part.component) },
    spec: {
      type: "NodePort",
      selector: { ...door.pods },
      ports: [{ ...door.port, targetPort: door.port.name, protocol: "TCP", nodePort }],
    },
  };
}

/** Drains take one replica at a time, and those that are not ready anyway. */
export const disruptionBudget = (
  part: Pick<Part, "name" | "namespace" | "component">,
  pods: Readonly<Record<string, string>> = selectorLabels(part.name),
): k8s.policy.v1.PodDisruptionBudgetArgs => ({
  metadata: metadata(part),
  spec: {
    maxUnavailable: 1,
    // A part that cannot start must not keep a node from being drained.
    unhealthyPodEvictionPolicy: "AlwaysAllow",
    selector: { matchLabels: { ...pods } },
  },
});

/** An account of the part's own. Thanos never calls the Kubernetes API, so no token is mounted. */
export const serviceAccount = (
  part: Pick<Part, "name" | "namespace" | "component">,
  roleArn?: pulumi.Input<string>,
): k8s.core.v1.ServiceAccountArgs => ({
  metadata: {
    ...metadata(part),
    annotations: roleArn === undefined ? undefined : { "eks.amazonaws.com/role-arn": roleArn },
  },
  automountServiceAccountToken: false,
});
