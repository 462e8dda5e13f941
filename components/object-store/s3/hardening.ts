// AWS settings of a bucket: encrypted with one key, not public, TLS only; current objects never expire.
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
  readonly kmsKeyArn: pulumi.Output<string>;
  readonly readerRoleArn?: string | undefined;
  /** How long the Compactor keeps a block that is marked for deletion. */
  readonly deleteDelay: string;
}

const UNFINISHED_UPLOAD_DAYS = 7;
const LEAST_NONCURRENT_DAYS = 14;
/** Days to notice and undo a deletion, after the Compactor's delete delay. */
const UNDO_DAYS = 7;
const DAY_SECONDS = 86_400;

/** Days for which an overwritten or deleted object is kept. */
const noncurrentDays = (deleteDelay: string): number =>
  Math.max(
    LEAST_NONCURRENT_DAYS,
    Math.ceil(durationSeconds(deleteDelay) / DAY_SECONDS) + UNDO_DAYS,
  );

export function hardenBucket(
  name: string,
  { objectStore, bucketId: bucket, kmsKeyArn, readerRoleArn, deleteDelay }: HardeningArgs,
  child: pulumi.CustomResourceOptions,
): void {
  const closed = new BucketPublicAccessBlock(
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
    { ...child, dependsOn: [closed] },
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
