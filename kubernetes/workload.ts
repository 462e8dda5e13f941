// The fields of a Thanos part, and the flags, ports and metadata that all parts have in common.
import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { labels } from "./labels";
import type { PartArgs } from "./part";
import type { PartDefinition } from "./part-definition";
import { PORTS } from "./ports";
import type { StartupProbe } from "./probes";
import type { Requirements, Size } from "./resources";

/** One Thanos part: a single container with Thanos' usual ports and probes. */
export interface Part {
  readonly name: string;
  readonly namespace: string;
  /** `app.kubernetes.io/component`. */
  readonly component: string;
  /** ServiceAccount of its pods; default: the part's name. */
  readonly account?: string;
  /** Image reference. */
  readonly image: string;
  /** The Thanos command and its flags. */
  readonly args: readonly string[];
  /** Resources of the container at `size: small`. */
  readonly resources: Requirements;
  /** The configuration key `size`, which multiplies `resources`. @default small */
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
  /** Seconds that a terminating pod continues to serve, for parts with clients. @default 0 */
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
export type NamedPart = Required<Pick<PartDefinition, "name" | "component" | "resources">>;

export const definedPart = (
  { name, component, resources }: NamedPart,
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

/**
 * Flags of every Thanos part. The last one sets Go's memory limit from that of the container (`thanos query --help`).
 */
export const commonFlags: readonly string[] = [
  "--log.level=info",
  "--log.format=logfmt",
  "--enable-auto-gomemlimit",
];

/** Flag of the gRPC port on which a part listens. */
export const grpcAddress = `--grpc-address=0.0.0.0:${String(PORTS.grpc)}`;
/** Flag of the HTTP port on which a part listens. */
export const httpAddress = `--http-address=0.0.0.0:${String(PORTS.http)}`;

/** The fields of a part from which metadata, labels and pod template are built, also for other software than Thanos. */
export type Owner = Pick<
  Part,
  "name" | "namespace" | "component" | "account" | "graceSeconds" | "podAnnotations"
>;

/** Default seconds that a pod has to terminate. */
export const GRACE_SECONDS = 120;

/** Metadata of a part's objects. */
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

/** Name of the part's gRPC port. */
export const grpcPort = ({ mutualTls }: Pick<Part, "mutualTls">): string =>
  mutualTls === true ? GRPC_PORT.mutualTls : GRPC_PORT.plain;
