// Bucket web of one bucket, where configuration asks for it.
import * as pulumi from "@pulumi/pulumi";
import { NAMES } from "../../specs/names";
import { deployment } from "../../specs/objects";
import { bucketWebPart } from "../../specs/thanos/bucket-web";
import { partWaits } from "../../specs/waits";
import { childOf, workloadOf } from "../child";
import * as k8s from "../k8s";
import { surround, type StoredPartArgs } from "./part";

export interface ThanosBucketWebArgs extends StoredPartArgs {
  readonly replicas: number;
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
        podAnnotations: { "checksum/objstore": args.objstore.checksum },
      },
      args.objstore.secretName,
    );

    const account = surround(name, part, { ...args, service: "clusterIP" }, child);
    new k8s.apps.v1.Deployment(
      name,
      deployment(part, args.replicas),
      workloadOf(child, [account, args.objstore], partWaits(part, args.replicas)),
    );
    this.registerOutputs({});
  }
}
