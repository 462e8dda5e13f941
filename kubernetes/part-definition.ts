// Definition of a part: its name, ports, resources and bucket access, in its own folder, for the registry of parts.
import type { PORTS } from "./ports";
import type { Requirements } from "./resources";

export type Port = keyof typeof PORTS;

export interface BucketUse {
  /** A sidecar uploads, the Compactor also deletes, a Store Gateway reads. */
  readonly access: "upload" | "compact" | "read";
  /** The part in the name of its IAM role, if that is created here. */
  readonly role: string;
  /** Key of an existing role in `objectStore.auth.roleArns`. */
  readonly roleArn: string;
}

export interface PartDefinition {
  /** For a part that exists only if the configuration has a key of its name: in both roles, or in the observer. */
  readonly optional?: "cluster" | "observer";
  /** Name of its workload, Service, ServiceAccount and NetworkPolicy; also the job label of its metrics. */
  readonly name: string;
  /** `app.kubernetes.io/component`, as in kube-thanos. */
  readonly component: string;
  /** Resources of its container in a small cluster. */
  readonly resources?: Requirements;
  /** Labels that only its pods have; default: the selector labels of its name. */
  readonly pods?: Readonly<Record<string, string>>;
  /** Ports with metrics. */
  readonly metrics?: readonly Port[];
  /** Port of its HTTP page or API, which `networkPolicies.from` may open. */
  readonly api?: Port;
  /** Whether it needs DNS. Prometheus does too, but may connect to anything. */
  readonly resolvesNames?: true;
  /** Access to the cluster's own bucket. */
  readonly bucket?: BucketUse;
}
