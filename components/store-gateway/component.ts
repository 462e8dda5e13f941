// Creates the Store Gateway replicas of one bucket, or of one shard of it; each query goes to one of them.
import * as pulumi from "@pulumi/pulumi";
import { checksum } from "../pki/certificates/fingerprint";
import { statefulSet, type DataVolume } from "../../kubernetes/objects";
import { STORE_DATA_DIR, storeFiles, storePart, type StoreArgs } from "./spec";
import { partTimeouts } from "../../kubernetes/timeouts";
import { metadata } from "../../kubernetes/workload";
import { childOptions, statefulSetOptions } from "../../kubernetes/resource-options";
import * as k8s from "../../kubernetes/k8s";
import type { ObjectStoreSecret } from "../object-store/secret";
import { createPartResources, type PartArgs } from "../../kubernetes/part";

export interface ThanosStoreArgs extends PartArgs, StoreArgs {
  readonly objstore: ObjectStoreSecret;
  /** ServiceAccount shared by all Store Gateways. */
  readonly account: k8s.core.v1.ServiceAccount;
  readonly replicas: number;
  readonly storage: Omit<DataVolume, "mountPath">;
}

export class ThanosStore extends pulumi.ComponentResource {
  static readonly TYPE = "thanos:thanos:Store";
  /** Ready once every replica has listed the bucket. */
  public readonly workload: pulumi.Resource;

  constructor(name: string, args: ThanosStoreArgs, opts?: pulumi.ComponentResourceOptions) {
    super(ThanosStore.TYPE, name, {}, opts);
    const child = childOptions(this, opts);
    const files = storeFiles(args, args.namespace);
    const part = storePart(
      {
        namespace: args.namespace,
        image: args.image,
        size: args.size,
        podAnnotations: {
          "checksum/objstore": args.objstore.checksum,
          // The files are read at start only, so a change must roll the pods.
          "checksum/config": checksum(JSON.stringify(files)),
        },
      },
      args,
      args.objstore.secretName,
    );

    const config = new k8s.core.v1.ConfigMap(
      `${name}-config`,
      { metadata: metadata(part), data: files },
      child,
    );
    const account = createPartResources(name, part, { ...args, service: "headless" }, child);
    this.workload = new k8s.apps.v1.StatefulSet(
      name,
      statefulSet(part, args.replicas, { ...args.storage, mountPath: STORE_DATA_DIR }),
      statefulSetOptions(
        child,
        [account, args.objstore, config],
        partTimeouts(part, args.replicas),
      ),
    );
    this.registerOutputs({});
  }
}
