// Bucket web of one bucket, where configuration asks for it.
import * as pulumi from "@pulumi/pulumi";
import { deployment } from "../../kubernetes/objects";
import { bucketWebPart } from "./spec";
import { partWaits } from "../../kubernetes/timeouts";
import { childOf, workloadOf } from "../../kubernetes/resource-options";
import * as k8s from "../../kubernetes/k8s";
import type { StoredPartArgs } from "../object-store/secret";
import { surround } from "../../kubernetes/part";
import { BUCKET_WEB } from "./part";

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
        name: BUCKET_WEB.name,
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
