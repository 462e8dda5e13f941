// Creates bucket web for one bucket, if the configuration has it.
import * as pulumi from "@pulumi/pulumi";
import { createDeployment } from "../../kubernetes/part";
import { childOptions } from "../../kubernetes/resource-options";
import type { StoredPartArgs } from "../object-store/secret";
import { bucketWebPart } from "./spec";

export interface ThanosBucketWebArgs extends StoredPartArgs {
  readonly replicas: number;
}

/** A Deployment with Service, ServiceAccount, disruption budget and monitor. */
export class ThanosBucketWeb extends pulumi.ComponentResource {
  static readonly TYPE = "thanos:thanos:BucketWeb";

  constructor(name: string, args: ThanosBucketWebArgs, opts?: pulumi.ComponentResourceOptions) {
    super(ThanosBucketWeb.TYPE, name, {}, opts);
    createDeployment(name, bucketWebPart(args), args, [args.objstore], childOptions(this, opts));
    this.registerOutputs({});
  }
}
