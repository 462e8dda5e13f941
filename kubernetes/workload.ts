// The pod of a Thanos part: a single container with common flags, ports, probes and volumes.
import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { labels, selectorLabels } from "./labels";
import type { PartArgs } from "./part";
import type { PartDefinition } from "./part-definition";
import { PORTS } from "./ports";
import { livenessProbe, readinessProbe, startupProbe, type StartupProbe } from "./probes";
import { sized, type Requirements, type Size } from "./resources";
import { thanosContainerSecurity, thanosPodSecurity } from "./security";

/** One Thanos part: a single container with Thanos' usual ports and probes. */
export interface Part {
  readonly name: string;
  readonly namespace: string;
  readonly component: string;
  /** ServiceAccount of its pods; default: the part's name. */
  readonly account?: string;
  readonly image: string;
  /** The Thanos command and its flags. */
  readonly args: readonly string[];
  /** Resources in a small cluster. */
  readonly resources: Requirements;
  /** Size of the cluster. @default small */
  readonly size?: Size;
  /** False for parts with HTTP only. */
  readonly grpc: boolean;
  /** Whether it verifies client certificates on gRPC itself. */
  readonly mutualTls?: boolean;
  /** Ports in addition to the usual ones. */
  readonly ports?: readonly { readonly name: string; readonly containerPort: number }[];
  /** Whether flags refer to the pod's name as `$(POD_NAME)`. */
  readonly podNameEnv?: true;
  readonly volumes?: readonly Mounted[];
  /** Additional annotations of the pods; a change restarts the pods. */
  readonly podAnnotations?: Readonly<Record<string, pulumi.Input<string>>>;
  /** Seconds that a terminating pod continues to serve, for parts with clients. */
  readonly drainSeconds?: number;
  /** Startup probe; default: two minutes. */
  readonly startupProbe?: StartupProbe;
  /** Seconds that a pod has to terminate, including its last writes. @default GRACE_SECONDS */
  readonly graceSeconds?: number;
}

/** A part whose pods each have a data volume. */
export interface StatefulPart extends Part {
  /** Mount path of the volume. */
  readonly dataDir: string;
}

/** Fields of a part from its definition and from the cluster's configuration. */
export const definedPart = (
  {
    name,
    component,
    resources,
  }: Required<Pick<PartDefinition, "name" | "component" | "resources">>,
  { namespace, image, size }: Pick<PartArgs, "namespace" | "image" | "size">,
) => ({ name, component, resources, namespace, image, size });

/** A volume and its mount path. Always a whole folder: Kubernetes never updates a `subPath` mount. */
export interface Mounted {
  readonly name: string;
  readonly mountPath: string;
  /** Source of the volume; default: the StatefulSet's claim template. */
  readonly source?: Omit<k8s.types.input.core.v1.Volume, "name">;
  /** Only data folders are writable. */
  readonly writable?: true;
}

/** Flags of every Thanos part. The last one sets Go's memory limit from the container's. */
export const commonFlags: readonly string[] = [
  "--log.level=info",
  "--log.format=logfmt",
  "--enable-auto-gomemlimit",
];

export const grpcAddress = `--grpc-address=0.0.0.0:${String(PORTS.grpc)}`;
export const httpAddress = `--http-address=0.0.0.0:${String(PORTS.http)}`;

/** The fields of a part that define its pods' owner. */
export type Owner = Pick<
  Part,
  "name" | "namespace" | "component" | "account" | "graceSeconds" | "podAnnotations"
>;

/** Default seconds that a pod has to terminate. */
export const GRACE_SECONDS = 120;

export const metadata = (part: Pick<Part, "name" | "namespace" | "component">) => ({
  name: part.name,
  namespace: part.namespace,
  labels: labels(part.name, part.component),
});

/**
 * Names of the container's gRPC port. They differ with and without TLS: a Service left from another kind of edge then
 * matches no port, instead of pods that no longer verify client certificates.
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

/** A pod with any containers. Replicas prefer different nodes and zones. */
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
