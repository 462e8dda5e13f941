// The Store Gateways of one bucket, or of one shard of it: replicas of each other, of which each query asks one.
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { checksum } from "../../specs/fingerprint";
import { statefulSet, type DataVolume } from "../../specs/objects";
import { STORE_DATA_DIR, storeFiles, storePart, type StoreArgs } from "../../specs/thanos/store";
import { metadata } from "../../specs/workload";
import { AWAITED, childOf } from "../child";
import { surround, type PartArgs } from "./part";

export interface ThanosStoreArgs extends PartArgs, StoreArgs {
  readonly replicas: number;
  readonly storage: Omit<DataVolume, "mountPath">;
  /** Secret with the bucket's configuration, and the checksum of its text. */
  readonly objstoreSecret: string;
  readonly objstoreChecksum: pulumi.Input<string>;
  /** IAM role with which it reads; none where a key pair is used. */
  readonly roleArn?: pulumi.Input<string> | undefined;
}

export class ThanosStore extends pulumi.ComponentResource {
  static readonly TYPE = "thanos:thanos:Store";

  constructor(name: string, args: ThanosStoreArgs, opts?: pulumi.ComponentResourceOptions) {
    super(ThanosStore.TYPE, name, {}, opts);
    const child = childOf(this, opts);
    const files = storeFiles(args, args.namespace);
    const part = storePart(
      {
        namespace: args.namespace,
        image: args.image,
        size: args.size,
        podAnnotations: {
          "checksum/objstore": args.objstoreChecksum,
          // Its files are read at start only.
          "checksum/config": checksum(JSON.stringify(files)),
        },
      },
      args,
      args.objstoreSecret,
    );

    new k8s.core.v1.ConfigMap(`${name}-config`, { metadata: metadata(part), data: files }, child);
    new k8s.apps.v1.StatefulSet(
      name,
      statefulSet(part, args.replicas, { ...args.storage, mountPath: STORE_DATA_DIR }),
      { ...child, ...AWAITED },
    );
    surround(name, part, { ...args, service: "headless" }, child);
    this.registerOutputs({});
  }
}
