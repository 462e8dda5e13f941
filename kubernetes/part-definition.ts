// What is said of a part once, in its own folder, and read by whoever lists parts.
import type { PORTS } from "./ports";
import type { Requirements } from "./resources";

export type Port = keyof typeof PORTS;

export interface BucketUse {
  /** A sidecar uploads, the Compactor also deletes, a Store Gateway reads. */
  readonly access: "upload" | "compact" | "read";
  /** The part in the name of its IAM role, where that is made here. */
  readonly role: string;
  /** Its key of `objectStore.auth.roleArns`, where the role exists. */
  readonly roleArn: string;
}

export interface PartDefinition {
  /** For a part that is there only where the configuration key of its name is: of both roles, or of the observer. */
  readonly optional?: "cluster" | "observer";
  /** Of its workload, Service and account, and of its policy. The job label of its metrics is its Service's name. */
  readonly name: string;
  /** `app.kubernetes.io/component`: kube-thanos' word for what it does. */
  readonly component: string;
  /** What its container asks for in a small cluster. */
  readonly resources?: Requirements;
  /** Labels that its pods have, and no others; those of its name without it. */
  readonly pods?: Readonly<Record<string, string>>;
  /** Ports with metrics. */
  readonly metrics?: readonly Port[];
  /** Port of its page or API of HTTP, which `networkPolicies.from` may let somebody in to. */
  readonly api?: Port;
  /** Whether it looks names up. Prometheus does too, but may call anything. */
  readonly resolvesNames?: true;
  /** How it uses the cluster's own bucket. */
  readonly bucket?: BucketUse;
}
