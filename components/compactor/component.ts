// Creates the Compactor of one bucket, always with a single replica.
import * as pulumi from "@pulumi/pulumi";
import type { DataVolume } from "../../kubernetes/objects";
import { createStatefulSet } from "../../kubernetes/part";
import { childOptions } from "../../kubernetes/resource-options";
import type { StoredPartArgs } from "../object-store/secret";
import { compactPart, type CompactArgs } from "./spec";

export interface ThanosCompactArgs extends StoredPartArgs, CompactArgs {
  /** Data volume of the pod; `up` ignores later changes, since Kubernetes cannot apply them. */
  readonly storage: DataVolume;
}

/** Two Compactors on one bucket and prefix would destroy data. */
const REPLICAS = 1;

/** A StatefulSet with one replica, Service, ServiceAccount and monitor. */
export class ThanosCompact extends pulumi.ComponentResource {
  static readonly TYPE = "thanos:thanos:Compact";

  constructor(name: string, args: ThanosCompactArgs, opts?: pulumi.ComponentResourceOptions) {
    super(ThanosCompact.TYPE, name, {}, opts);
    const workload = { ...args, replicas: REPLICAS };
    const child = childOptions(this, opts);
    createStatefulSet(name, compactPart(args), workload, [args.objstore], child);
    this.registerOutputs({});
  }
}
