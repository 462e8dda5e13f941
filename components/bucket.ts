// The bucket of one cluster's blocks: made and hardened here, or one that exists and is left alone.
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { awsEndpoint, type ObjectStoreLocation } from "../specs/objstore";
import type { S3StoreConfig } from "../specs/config/buckets";
import { tlsOnlyPolicy } from "../specs/bucket-policy";
import { childOf } from "./child";

export interface BucketArgs {
  readonly objectStore: S3StoreConfig;
}

/** Days for which an overwritten or deleted object can be brought back. */
const NONCURRENT_DAYS = 14;
const UNFINISHED_UPLOAD_DAYS = 7;

export class Bucket extends pulumi.ComponentResource {
  static readonly TYPE = "thanos:store:Bucket";
  /** Where the blocks are. */
  public readonly location: pulumi.Output<ObjectStoreLocation>;

  constructor(name: string, args: BucketArgs, opts?: pulumi.ComponentResourceOptions) {
    super(Bucket.TYPE, name, {}, opts);
    const { objectStore } = args;
    // Blocks outlive the stack: deleting a bucket takes a hand that means it.
    const child = { ...childOf(this, opts), retainOnDelete: true };
    const bucket = objectStore.create ? create(name, objectStore, child) : objectStore.bucket;

    this.location = pulumi.output(bucket).apply((made): ObjectStoreLocation => ({
      type: "S3",
      bucket: made,
      ...(objectStore.prefix === undefined ? {} : { prefix: objectStore.prefix }),
      region: objectStore.region,
      endpoint: objectStore.endpoint ?? awsEndpoint(objectStore.region),
    }));
    this.registerOutputs({ location: this.location });
  }
}

/** The bucket's name, known once the bucket and its versioning are there. */
function create(
  name: string,
  objectStore: S3StoreConfig,
  child: pulumi.CustomResourceOptions,
): pulumi.Output<string> {
  const bucket = new aws.s3.Bucket(
    name,
    { bucket: objectStore.bucket },
    { ...child, protect: true },
  );
  const versioning = new aws.s3.BucketVersioning(
    `${name}-versioning`,
    { bucket: bucket.bucket, versioningConfiguration: { status: "Enabled" } },
    child,
  );
  // Other S3 endpoints seldom have the rest of AWS' bucket settings.
  if (objectStore.endpoint === undefined) {
    harden(name, bucket, { ...child, dependsOn: [versioning] });
  }
  return versioning.bucket;
}

/** AWS' own settings: no public access, TLS only, nothing of the current data ever expires. */
function harden(name: string, bucket: aws.s3.Bucket, child: pulumi.CustomResourceOptions): void {
  const id = bucket.bucket;
  const closed = new aws.s3.BucketPublicAccessBlock(
    `${name}-public-access`,
    {
      bucket: id,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    },
    child,
  );
  new aws.s3.BucketOwnershipControls(
    `${name}-ownership`,
    { bucket: id, rule: { objectOwnership: "BucketOwnerEnforced" } },
    child,
  );
  new aws.s3.BucketLifecycleConfiguration(
    `${name}-lifecycle`,
    {
      bucket: id,
      rules: [
        {
          id: "tidy",
          status: "Enabled",
          filter: { prefix: "" },
          abortIncompleteMultipartUpload: { daysAfterInitiation: UNFINISHED_UPLOAD_DAYS },
          noncurrentVersionExpiration: { noncurrentDays: NONCURRENT_DAYS },
        },
      ],
    },
    child,
  );
  new aws.s3.BucketPolicy(
    `${name}-policy`,
    { bucket: id, policy: pulumi.jsonStringify(bucket.arn.apply(tlsOnlyPolicy)) },
    { ...child, dependsOn: [closed] },
  );
}
