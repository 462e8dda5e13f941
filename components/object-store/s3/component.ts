// The bucket of one cluster's blocks: created and hardened here, or an existing one that is not managed.
import { Bucket as S3Bucket } from "@pulumi/aws/s3/bucket";
import { BucketVersioning } from "@pulumi/aws/s3/bucketVersioning";
import * as pulumi from "@pulumi/pulumi";
import type { KeyUser } from "./key-policy";
import type { ObjectStoreLocation } from "../spec";
import type { S3StoreConfig } from "./config";
import { s3Location } from "../config";
import { hardenBucket } from "./hardening";
import { BucketKey } from "./kms-key";
import { childOptions } from "../../../kubernetes/resource-options";

export interface BucketArgs {
  readonly objectStore: S3StoreConfig;
  /** AWS account that owns created resources; absent with another endpoint. */
  readonly accountId?: string | undefined;
  /** Role of the observer's Store Gateways, if they read this bucket with it. */
  readonly readerRoleArn?: string | undefined;
  /** How long the Compactor keeps a block that is marked for deletion, as a Thanos duration. */
  readonly deleteDelay: string;
  /** Existing roles of the cluster's own parts, which the policy of a created key must name. */
  readonly keyUsers: readonly KeyUser[];
}

/** An S3 bucket with its settings and KMS key; with `create: false` only its location and key. */
export class Bucket extends pulumi.ComponentResource {
  static readonly TYPE = "thanos:store:Bucket";
  /** Location of the blocks. */
  public readonly location: pulumi.Output<ObjectStoreLocation>;
  /** KMS key that encrypts the blocks; undefined if encryption is left to the store. */
  public readonly kmsKeyArn: pulumi.Output<string> | undefined;

  constructor(name: string, args: BucketArgs, opts?: pulumi.ComponentResourceOptions) {
    super(Bucket.TYPE, name, {}, opts);
    const { objectStore } = args;
    this.kmsKeyArn = keyOf(`${name}-key`, args, { parent: this });
    const bucket = objectStore.create
      ? create(name, args, this.kmsKeyArn, {
          ...childOptions(this, opts),
          // Blocks outlive the stack: a bucket must be deleted by hand.
          retainOnDelete: !objectStore.forceDestroy,
        })
      : objectStore.bucket;

    this.location = pulumi.output(bucket).apply((made): ObjectStoreLocation => ({
      ...s3Location(objectStore),
      bucket: made,
    }));
    this.registerOutputs({ location: this.location, kmsKeyArn: this.kmsKeyArn });
  }
}

/** The configured key, or a new one for a bucket that is created on AWS. */
function keyOf(
  name: string,
  { objectStore, accountId, readerRoleArn, keyUsers }: BucketArgs,
  opts: pulumi.ComponentResourceOptions,
): pulumi.Output<string> | undefined {
  const { kmsKeyArn, create: made, endpoint, region, bucket, forceDestroy } = objectStore;
  if (kmsKeyArn !== undefined) {
    return pulumi.output(kmsKeyArn);
  }
  if (!made || endpoint !== undefined || accountId === undefined) {
    return undefined;
  }
  const reader =
    readerRoleArn === undefined ? [] : [{ roleArn: readerRoleArn, access: "read" } as const];
  const users = [...keyUsers, ...reader];
  return new BucketKey(name, { bucket, region, accountId, users, disposable: forceDestroy }, opts)
    .arn;
}

/** Returns the bucket's name, resolved once the bucket's settings allow writes. */
function create(
  name: string,
  { objectStore, readerRoleArn, deleteDelay }: BucketArgs,
  kmsKeyArn: pulumi.Output<string> | undefined,
  child: pulumi.CustomResourceOptions,
): pulumi.Output<string> {
  const { forceDestroy } = objectStore;
  const bucket = new S3Bucket(
    name,
    { bucket: objectStore.bucket, forceDestroy: forceDestroy || undefined },
    { ...child, protect: !forceDestroy },
  );
  // Other S3 endpoints rarely support AWS' bucket settings; without a lifecycle rule old versions would stay for ever.
  if (kmsKeyArn === undefined) {
    return bucket.bucket;
  }
  const versioning = new BucketVersioning(
    `${name}-versioning`,
    { bucket: bucket.bucket, versioningConfiguration: { status: "Enabled" } },
    child,
  );
  const bucketId = bucket.bucket;
  const after = { ...child, dependsOn: [versioning] };
  hardenBucket(name, { objectStore, bucketId, kmsKeyArn, readerRoleArn, deleteDelay }, after);
  return versioning.bucket;
}
