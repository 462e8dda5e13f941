// What every Thanos workload has in common: the pod around one container, and the objects beside it.
import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { labels, selectorLabels, type PartOf } from "./labels";
import { PORTS } from "./ports";
import { livenessProbe, readinessProbe } from "./probes";
import { sized, type Requirements, type Size } from "./resources";
import { thanosContainerSecurity, thanosPodSecurity } from "./security";

/** One Thanos part: a single container with Thanos' usual ports and probes. */
export interface Part {
  readonly name: string;
  readonly namespace: string;
  readonly component: PartOf;
  readonly image: string;
  /** The Thanos command and its flags. */
  readonly args: readonly string[];
  /** What it asks for in a small cluster. */
  readonly resources: Requirements;
  /** How large the cluster is. @default small */
  readonly size?: Size;
  /** False for the parts that speak HTTP only. */
  readonly grpc: boolean;
  /** Flags may name the pod, as `$(POD_NAME)`. */
  readonly knowsItsName?: true;
  readonly volumes?: readonly Mounted[];
  /** Extra annotations of the pods; a changed one rolls them. */
  readonly podAnnotations?: Readonly<Record<string, pulumi.Input<string>>>;
  /** How long a pod serves on after it was told to stop, for parts that others ask. */
  readonly drainSeconds?: number;
  readonly startupProbe?: k8s.types.input.core.v1.Probe;
}

/** A volume and where it is mounted. Always a whole folder: Kubernetes never updates a `subPath`. */
export interface Mounted {
  readonly name: string;
  readonly mountPath: string;
  /** Where the volume comes from; a StatefulSet's claim template when there is none. */
  readonly source?: Omit<k8s.types.input.core.v1.Volume, "name">;
  /** Only data folders are written. */
  readonly writable?: true;
}

/** Flags that every Thanos part takes. The Go runtime is told of the container's memory limit. */
export const commonFlags: readonly string[] = [
  "--log.level=info",
  "--log.format=logfmt",
  "--enable-auto-gomemlimit",
];

export const grpcAddress = `--grpc-address=0.0.0.0:${String(PORTS.grpc)}`;
export const httpAddress = `--http-address=0.0.0.0:${String(PORTS.http)}`;

/** Whose pods they are. */
export type Owner = Pick<Part, "name" | "namespace" | "component" | "podAnnotations">;

export const metadata = (part: Omit<Owner, "podAnnotations">) => ({
  name: part.name,
  namespace: part.namespace,
  labels: labels(part.name, part.component),
});

const containerPorts = (part: Part): k8s.types.input.core.v1.ContainerPort[] => [
  ...(part.grpc ? [{ name: "grpc", containerPort: PORTS.grpc, protocol: "TCP" }] : []),
  { name: "http", containerPort: PORTS.http, protocol: "TCP" },
];

const podName: k8s.types.input.core.v1.EnvVar = {
  name: "POD_NAME",
  valueFrom: { fieldRef: { fieldPath: "metadata.name" } },
};

/** The pod of a Thanos part. */
export const podTemplate = (part: Part): k8s.types.input.core.v1.PodTemplateSpec =>
  podOf(part, {
    securityContext: thanosPodSecurity,
    containers: [container(part)],
    volumes: (part.volumes ?? []).flatMap(({ name, source }) =>
      source === undefined ? [] : [{ name, ...source }],
    ),
  });

/** A pod around any containers. Replicas prefer nodes and zones of their own. */
export function podOf(
  owner: Owner,
  inside: Pick<k8s.types.input.core.v1.PodSpec, "securityContext" | "containers" | "volumes">,
): k8s.types.input.core.v1.PodTemplateSpec {
  const selector = { matchLabels: selectorLabels(owner.name) };
  return {
    metadata: {
      labels: labels(owner.name, owner.component),
      ...(owner.podAnnotations === undefined ? {} : { annotations: { ...owner.podAnnotations } }),
    },
    spec: {
      serviceAccountName: owner.name,
      automountServiceAccountToken: false,
      nodeSelector: { "kubernetes.io/os": "linux" },
      terminationGracePeriodSeconds: 120,
      affinity: {
        podAntiAffinity: {
          preferredDuringSchedulingIgnoredDuringExecution: [
            {
              weight: 100,
              podAffinityTerm: { labelSelector: selector, topologyKey: "kubernetes.io/hostname" },
            },
          ],
        },
      },
      topologySpreadConstraints: [
        {
          maxSkew: 1,
          topologyKey: "topology.kubernetes.io/zone",
          whenUnsatisfiable: "ScheduleAnyway",
          labelSelector: selector,
        },
      ],
      ...inside,
    },
  };
}

function container(part: Part): k8s.types.input.core.v1.Container {
  return {
    name: "thanos",
    image: part.image,
    imagePullPolicy: "IfNotPresent",
    args: [...part.args],
    ...(part.knowsItsName === true ? { env: [podName] } : {}),
    ports: containerPorts(part),
    resources: sized(part.resources, part.size ?? "small"),
    securityContext: thanosContainerSecurity,
    terminationMessagePolicy: "FallbackToLogsOnError",
    ...(part.drainSeconds === undefined
      ? {}
      : { lifecycle: { preStop: { sleep: { seconds: part.drainSeconds } } } }),
    livenessProbe,
    readinessProbe,
    ...(part.startupProbe === undefined ? {} : { startupProbe: part.startupProbe }),
    volumeMounts: (part.volumes ?? []).map(({ name, mountPath, writable }) => ({
      name,
      mountPath,
      readOnly: writable !== true,
    })),
  };
}
