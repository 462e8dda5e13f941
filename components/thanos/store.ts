// The Store Gateways of one bucket: replicas of each other, of which each query asks one.
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { storeName } from "../../specs/names";
import { statefulSet, type DataVolume } from "../../specs/objects";
import { STORE_DATA_DIR, storePart } from "../../specs/thanos/store";
import { AWAITED, childOf } from "../child";
import { surround, type PartArgs } from "./part";

export interface ThanosStoreArgs extends PartArgs {
  /** The cluster whose bucket it reads. */
  readonly cluster: string;
  readonly replicas: number;
  readonly storage: Omit<DataVolume, "mountPath">;
  /** Secret with the bucket's configuration, and the checksum of its text. */
  readonly objstoreSecret: string;
  readonly objstoreChecksum: pulumi.Input<string>;
  /** IAM role with which it reads; none where a key pair is used. */
  readonly roleArn?: string | undefined;
}

export class ThanosStore extends pulumi.ComponentResource {
  static readonly TYPE = "thanos:thanos:Store";

  constructor(name: string, args: ThanosStoreArgs, opts?: pulumi.ComponentResourceOptions) {
    super(ThanosStore.TYPE, name, {}, opts);
    const child = childOf(this, opts);
    const part = storePart(
      {
        name: storeName(args.cluster),
        namespace: args.namespace,
        image: args.image,
        size: args.size,
        podAnnotations: { "checksum/objstore": args.objstoreChecksum },
      },
      args.objstoreSecret,
    );

    new k8s.apps.v1.StatefulSet(
      name,
      statefulSet(part, args.replicas, { ...args.storage, mountPath: STORE_DATA_DIR }),
      { ...child, ...AWAITED },
    );
    surround(name, part, { ...args, service: "headless" }, child);
    this.registerOutputs({});
  }
}
