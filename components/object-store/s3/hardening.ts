// Security and lifecycle settings of an S3 bucket: encrypted with one key, not public, TLS only; current objects never
// expire.
import { BucketLifecycleConfiguration } from "@pulumi/aws/s3/bucketLifecycleConfiguration";
import { BucketLogging } from "@pulumi/aws/s3/bucketLogging";
import { BucketOwnershipControls } from "@pulumi/aws/s3/bucketOwnershipControls";
import { BucketPolicy } from "@pulumi/aws/s3/bucketPolicy";
import { BucketPublicAccessBlock } from "@pulumi/aws/s3/bucketPublicAccessBlock";
import { BucketServerSideEncryptionConfiguration } from "@pulumi/aws/s3/bucketServerSideEncryptionConfiguration";
import * as pulumi from "@pulumi/pulumi";
import { bucketPolicy } from "./bucket-policy";
import type { S3StoreConfig } from "./config";
import { durationSeconds } from "../../../config/primitives";

export interface HardeningArgs {
  readonly objectStore: S3StoreConfig;
  /** Name of the bucket, resolved once it exists. */
  readonly bucketId: pulumi.Output<string>;
  /** KMS key that must encrypt every object. */
  readonly kmsKeyArn: pulumi.Output<string>;
  /** Role of the observer's Store Gateways, if they read this bucket with it. */
  readonly readerRoleArn?: string | undefined;
  /** How long the Compactor keeps a block that is marked for deletion, as a Thanos duration. */
  readonly deleteDelay: string;
}

/** Days after which an incomplete multipart upload is deleted. */
const UNFINISHED_UPLOAD_DAYS = 7;
const MIN_NONCURRENT_DAYS = 14;
/** Days to notice and undo a deletion, after the Compactor's delete delay. */
const UNDO_DAYS = 7;
const DAY_SECONDS = 86_400;

/** Days for which the version that an overwrite or a deletion replaced is kept. */
const noncurrentDays = (deleteDelay: string): number =>
  Math.max(MIN_NONCURRENT_DAYS, Math.ceil(durationSeconds(deleteDelay) / DAY_SECONDS) + UNDO_DAYS);

/** Creates the settings as resources beside the bucket. */
export function hardenBucket(
  name: string,
  { objectStore, bucketId: bucket, kmsKeyArn, readerRoleArn, deleteDelay }: HardeningArgs,
  child: pulumi.CustomResourceOptions,
): void {
  const publicAccessBlock = new BucketPublicAccessBlock(
    `${name}-public-access`,
    {
      bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    },
    child,
  );
  new BucketOwnershipControls(
    `${name}-ownership`,
    { bucket, rule: { objectOwnership: "BucketOwnerEnforced" } },
    child,
  );
  new BucketServerSideEncryptionConfiguration(
    `${name}-encryption`,
    {
      bucket,
      rules: [
        {
          applyServerSideEncryptionByDefault: {
            sseAlgorithm: "aws:kms",
            kmsMasterKeyId: kmsKeyArn,
          },
          // S3 then requests few data keys from KMS, instead of one per object.
          bucketKeyEnabled: true,
        },
      ],
    },
    child,
  );
  new BucketLifecycleConfiguration(
    `${name}-lifecycle`,
    {
      bucket,
      rules: [
        {
          id: "tidy",
          status: "Enabled",
          filter: { prefix: "" },
          abortIncompleteMultipartUpload: { daysAfterInitiation: UNFINISHED_UPLOAD_DAYS },
          noncurrentVersionExpiration: { noncurrentDays: noncurrentDays(deleteDelay) },
          // Removes delete markers without remaining versions; no current object ever expires.
          expiration: { expiredObjectDeleteMarker: true },
        },
      ],
    },
    child,
  );
  new BucketPolicy(
    `${name}-policy`,
    {
      bucket,
      policy: pulumi.jsonStringify(
        kmsKeyArn.apply((key) =>
          bucketPolicy({ bucket: objectStore, kmsKeyArn: key, readerRoleArn }),
        ),
      ),
    },
    { ...child, dependsOn: [publicAccessBlock] },
  );
  const { accessLog } = objectStore;
  if (accessLog !== undefined) {
    new BucketLogging(
      `${name}-access-log`,
      { bucket, targetBucket: accessLog.bucket, targetPrefix: accessLog.prefix },
      child,
    );
  }
}
