// Bucket web of one bucket, where configuration asks for it.
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { NAMES } from "../../specs/names";
import { deployment } from "../../specs/objects";
import { bucketWebPart } from "../../specs/thanos/bucket-web";
import { AWAITED, childOf } from "../child";
import { surround, type PartArgs } from "./part";

export interface ThanosBucketWebArgs extends PartArgs {
  readonly replicas: number;
  /** Secret with the bucket's configuration, and the checksum of its text. */
  readonly objstoreSecret: string;
  readonly objstoreChecksum: pulumi.Input<string>;
  /** IAM role with which it reads; none where a key pair is used. */
  readonly roleArn?: pulumi.Input<string> | undefined;
}

export class ThanosBucketWeb extends pulumi.ComponentResource {
  static readonly TYPE = "thanos:thanos:BucketWeb";

  constructor(name: string, args: ThanosBucketWebArgs, opts?: pulumi.ComponentResourceOptions) {
    super(ThanosBucketWeb.TYPE, name, {}, opts);
    const child = childOf(this, opts);
    const part = bucketWebPart(
      {
        name: NAMES.bucketWeb,
        namespace: args.namespace,
        image: args.image,
        size: args.size,
        podAnnotations: { "checksum/objstore": args.objstoreChecksum },
      },
      args.objstoreSecret,
    );

    new k8s.apps.v1.Deployment(name, deployment(part, args.replicas), { ...child, ...AWAITED });
    surround(name, part, { ...args, service: "clusterIP" }, child);
    this.registerOutputs({});
  }
}
