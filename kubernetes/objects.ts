// Objects of a part: Deployment or StatefulSet, Service, PodDisruptionBudget and ServiceAccount.
import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { labels, selectorLabels } from "./labels";
import { nodePortName } from "./names";
import { podTemplate } from "./pod";
import { PORTS } from "./ports";
import { grpcPort, metadata, type Owner, type Part, type StatefulPart } from "./workload";

/** A Deployment that keeps all replicas ready during a rolling update. */
export const deployment = (part: Part, replicas: number): k8s.apps.v1.DeploymentArgs => ({
  metadata: metadata(part),
  spec: {
    replicas,
    selector: { matchLabels: selectorLabels(part.name) },
    strategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
    template: podTemplate(part),
  },
});

/** Data volume of each pod of a StatefulSet. */
export interface DataVolume {
  /** Kubernetes quantity. */
  readonly size: string;
  /** Default: the cluster's default StorageClass. */
  readonly storageClass?: string | undefined;
}

/** PersistentVolumeClaim for a single pod. */
export const claimSpec = (data: DataVolume) => ({
  accessModes: ["ReadWriteOnce"],
  storageClassName: data.storageClass,
  resources: { requests: { storage: data.size } },
});

/** A StatefulSet of these pods. Its volumes, named `data`, are retained when it is deleted or scaled down. */
export const statefulSetOf = (
  owner: Owner,
  replicas: number,
  data: DataVolume,
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
export function statefulSet(
  part: StatefulPart,
  replicas: number,
  data: DataVolume,
): k8s.apps.v1.StatefulSetArgs {
  const mounted = { name: "data", mountPath: part.dataDir, writable: true } as const;
  const template = podTemplate({ ...part, volumes: [...(part.volumes ?? []), mounted] });
  return statefulSetOf(part, replicas, data, template);
}

/** A part's Service; a headless one lists its pods in DNS, as Thanos' client-side load balancing requires. */
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

/** Labels of the pods behind a node port, and the port of theirs that it opens. */
export interface NodePortTarget {
  readonly pods: Readonly<Record<string, string>>;
  readonly port: Required<Pick<k8s.types.input.core.v1.ServicePort, "name" | "port">>;
}

/**
 * An additional Service, with name and labels of its own, so that the ServiceMonitor does not scrape the pods twice.
 */
export function nodePortService(
  part: Pick<Part, "name" | "namespace" | "component">,
  nodePort: number,
  target: NodePortTarget = {
    pods: selectorLabels(part.name),
    port: { name: "http", port: PORTS.http },
  },
): k8s.core.v1.ServiceArgs {
  const name = nodePortName(part.name);
  return {
    metadata: { name, namespace: part.namespace, labels: labels(name, part.component) },
    spec: {
      type: "NodePort",
      selector: { ...target.pods },
      ports: [{ ...target.port, targetPort: target.port.name, protocol: "TCP", nodePort }],
    },
  };
}

/**
 * Lets a drain evict a ready replica only while all others are ready. A replica that is not ready may always be
 * evicted. https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/pod-disruption-budget-v1
 */
export const disruptionBudget = (
  part: Pick<Part, "name" | "namespace" | "component">,
  pods: Readonly<Record<string, string>> = selectorLabels(part.name),
): k8s.policy.v1.PodDisruptionBudgetArgs => ({
  metadata: metadata(part),
  spec: {
    maxUnavailable: 1,
    // A part that cannot start must not block a drain.
    unhealthyPodEvictionPolicy: "AlwaysAllow",
    selector: { matchLabels: { ...pods } },
  },
});

/**
 * A ServiceAccount for one part. Thanos never calls the Kubernetes API, so no token is mounted; EKS mounts its own for
 * `roleArn`. https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html
 */
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
