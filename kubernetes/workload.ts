// What every Thanos workload has in common: the pod around one container, and the objects beside it.
import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { labels, selectorLabels } from "./labels";
import { PORTS } from "./ports";
import { livenessProbe, readinessProbe, startupProbe, type StartupProbe } from "./probes";
import { sized, type Requirements, type Size } from "./resources";
import { thanosContainerSecurity, thanosPodSecurity } from "./security";

/** One Thanos part: a single container with Thanos' usual ports and probes. */
export interface Part {
  readonly name: string;
  readonly namespace: string;
  readonly component: string;
  /** Account of its pods; the part's own, under its name, without it. */
  readonly account?: string;
  readonly image: string;
  /** The Thanos command and its flags. */
  readonly args: readonly string[];
  /** What it asks for in a small cluster. */
  readonly resources: Requirements;
  /** How large the cluster is. @default small */
  readonly size?: Size;
  /** False for the parts that speak HTTP only. */
  readonly grpc: boolean;
  /** Whether it asks its gRPC callers for a certificate itself. */
  readonly mutualTls?: boolean;
  /** Ports beside the usual ones. */
  readonly ports?: readonly { readonly name: string; readonly containerPort: number }[];
  /** Flags may name the pod, as `$(POD_NAME)`. */
  readonly podNameEnv?: true;
  readonly volumes?: readonly Mounted[];
  /** Extra annotations of the pods; a changed one rolls them. */
  readonly podAnnotations?: Readonly<Record<string, pulumi.Input<string>>>;
  /** How long a pod serves on after it was told to stop, for parts that others ask. */
  readonly drainSeconds?: number;
  /** How it is waited for; two minutes where it says nothing. */
  readonly startupProbe?: StartupProbe;
  /** How long a pod may take to end, with what it still has to write. @default GRACE_SECONDS */
  readonly graceSeconds?: number;
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
export type Owner = Pick<
  Part,
  "name" | "namespace" | "component" | "account" | "graceSeconds" | "podAnnotations"
>;

/** Seconds in which a pod may end by itself. */
export const GRACE_SECONDS = 120;

export const metadata = (part: Pick<Part, "name" | "namespace" | "component">) => ({
  name: part.name,
  namespace: part.namespace,
  labels: labels(part.name, part.component),
});

/**
 * What the pods call their gRPC port. In plain it has another name than by TLS: a Service that is still there from
 * another kind of edge then finds no pods, instead of pods that no longer ask for a certificate.
 */
export const GRPC_PORT = { plain: "grpc", mutualTls: "grpc-tls" } as const;

export const grpcPort = ({ mutualTls }: Pick<Part, "mutualTls">): string =>
  mutualTls === true ? GRPC_PORT.mutualTls : GRPC_PORT.plain;

const containerPorts = (part: Part): k8s.types.input.core.v1.ContainerPort[] => [
  ...(part.grpc ? [{ name: grpcPort(part), containerPort: PORTS.grpc, protocol: "TCP" }] : []),
  { name: "http", containerPort: PORTS.http, protocol: "TCP" },
  ...(part.ports ?? []).map((port) => ({ ...port, protocol: "TCP" })),
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
  const annotations = { ...owner.podAnnotations };
  return {
    metadata: {
      labels: labels(owner.name, owner.component),
      annotations: Object.keys(annotations).length === 0 ? undefined : annotations,
    },
    spec: {
      serviceAccountName: owner.account ?? owner.name,
      automountServiceAccountToken: false,
      nodeSelector: { "kubernetes.io/os": "linux" },
      terminationGracePeriodSeconds: owner.graceSeconds ?? GRACE_SECONDS,
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
    env: part.podNameEnv === true ? [podName] : undefined,
    ports: containerPorts(part),
    resources: sized(part.resources, part.size ?? "small"),
    securityContext: thanosContainerSecurity,
    terminationMessagePolicy: "FallbackToLogsOnError",
    lifecycle:
      part.drainSeconds === undefined
        ? undefined
        : { preStop: { sleep: { seconds: part.drainSeconds } } },
    livenessProbe,
    readinessProbe,
    startupProbe: part.startupProbe ?? startupProbe,
    volumeMounts: (part.volumes ?? []).map(({ name, mountPath, writable }) => ({
      name,
      mountPath,
      readOnly: writable !== true,
    })),
  };
}
