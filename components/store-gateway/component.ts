// Creates the Store Gateway replicas of one bucket, or of one shard of it; each query goes to one of them.
import * as pulumi from "@pulumi/pulumi";
import type * as k8s from "../../kubernetes/k8s";
import type { DataVolume } from "../../kubernetes/objects";
import { createConfigMap, createStatefulSet } from "../../kubernetes/part";
import { childOptions } from "../../kubernetes/resource-options";
import type { StoredPartArgs } from "../object-store/secret";
import { storeFiles, storePart, type StoreArgs } from "./spec";

export interface ThanosStoreArgs extends Omit<StoredPartArgs, "roleArn">, StoreArgs {
  /** ServiceAccount shared by all Store Gateways. */
  readonly account: k8s.core.v1.ServiceAccount;
  readonly replicas: number;
  /** Data volume of each pod; `up` ignores later changes, since Kubernetes cannot apply them. */
  readonly storage: DataVolume;
}

/** A StatefulSet with its files, Service, disruption budget and monitor. */
export class ThanosStore extends pulumi.ComponentResource {
  static readonly TYPE = "thanos:thanos:Store";
  /** Ready once every replica has listed the bucket. */
  public readonly workload: pulumi.Resource;

  constructor(name: string, args: ThanosStoreArgs, opts?: pulumi.ComponentResourceOptions) {
    super(ThanosStore.TYPE, name, {}, opts);
    const child = childOptions(this, opts);
    const files = storeFiles(args, args.namespace);
    const part = storePart(args, files);

    const config = createConfigMap(`${name}-config`, part, files, child);
    this.workload = createStatefulSet(name, part, args, [args.objstore, config], child);
    this.registerOutputs({});
  }
}
