// Creates bucket web for one bucket, where configuration asks for it.
import * as pulumi from "@pulumi/pulumi";
import { deployment } from "../../kubernetes/objects";
import { bucketWebPart } from "./spec";
import { partTimeouts } from "../../kubernetes/timeouts";
import { childOptions, workloadOptions } from "../../kubernetes/resource-options";
import * as k8s from "../../kubernetes/k8s";
import type { StoredPartArgs } from "../object-store/secret";
import { createPartResources } from "../../kubernetes/part";
import { BUCKET_WEB } from "./part";

export interface ThanosBucketWebArgs extends StoredPartArgs {
  readonly replicas: number;
}

export class ThanosBucketWeb extends pulumi.ComponentResource {
  static readonly TYPE = "thanos:thanos:BucketWeb";

  constructor(name: string, args: ThanosBucketWebArgs, opts?: pulumi.ComponentResourceOptions) {
    super(ThanosBucketWeb.TYPE, name, {}, opts);
    const child = childOptions(this, opts);
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

    const account = createPartResources(name, part, { ...args, service: "clusterIP" }, child);
    new k8s.apps.v1.Deployment(
      name,
      deployment(part, args.replicas),
      workloadOptions(child, [account, args.objstore], partTimeouts(part, args.replicas)),
    );
    this.registerOutputs({});
  }
}
