// Definition of a part: its name, ports, resources and bucket access, in its own folder, for the registry of parts.
import type { PORTS } from "./ports";
import type { Requirements } from "./resources";

/** Name of a port in `PORTS`. */
export type Port = keyof typeof PORTS;

/** How a part uses the bucket of its own cluster. */
export interface BucketUse {
  /**
   * `upload`: sidecar, Ruler, Receive. `compact`: the Compactor, which also deletes. `read`: Store Gateway, bucket web.
   */
  readonly access: "upload" | "compact" | "read";
  /** Last element of the name of its IAM role (`roleName`), if that is created here. */
  readonly role: string;
  /** Key of an existing role in `objectStore.auth.roleArns`. */
  readonly roleArn: string;
}

/** What policies, alerts, roles and documentation derive from a part. */
export interface PartDefinition {
  /**
   * Set if the part exists only with a configuration key of its name: in both roles (`cluster`), or on the observer.
   */
  readonly optional?: "cluster" | "observer";
  /** Name of its workload, Service, ServiceAccount and NetworkPolicy; also the job label of its metrics. */
  readonly name: string;
  /** `app.kubernetes.io/component`, as in kube-thanos. */
  readonly component: string;
  /** Resources of its container at `size: small`; absent if they depend on other keys. */
  readonly resources?: Requirements;
  /** Labels that only its pods have; default: the selector labels of its name. */
  readonly pods?: Readonly<Record<string, string>>;
  /** Ports with metrics. */
  readonly metrics?: readonly Port[];
  /** Port of its HTTP page or API, which `networkPolicies.from` may open; default: none. */
  readonly api?: Port;
  /** Whether its NetworkPolicy allows DNS; not set for Prometheus, which may connect to anything. */
  readonly resolvesNames?: true;
  /** Access to the cluster's own bucket; default: none. */
  readonly bucket?: BucketUse;
}
