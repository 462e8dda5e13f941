// AWS' settings of a bucket: encrypted with one key, not public, TLS only, and nothing of the current data ever expires.
import { BucketLifecycleConfiguration } from "@pulumi/aws/s3/bucketLifecycleConfiguration";
import { BucketLogging } from "@pulumi/aws/s3/bucketLogging";
import { BucketOwnershipControls } from "@pulumi/aws/s3/bucketOwnershipControls";
import { BucketPolicy } from "@pulumi/aws/s3/bucketPolicy";
import { BucketPublicAccessBlock } from "@pulumi/aws/s3/bucketPublicAccessBlock";
import { BucketServerSideEncryptionConfiguration } from "@pulumi/aws/s3/bucketServerSideEncryptionConfiguration";
import * as pulumi from "@pulumi/pulumi";
import { noncurrentDays } from "./lifecycle";
import { bucketPolicy } from "./bucket-policy";
import type { S3StoreConfig } from "./config";
import { durationSeconds } from "../../../config/primitives";

export interface HardeningArgs {
  readonly objectStore: S3StoreConfig;
  /** The bucket's name, once it is there. */
  readonly bucketId: pulumi.Output<string>;
  readonly kmsKeyArn: pulumi.Output<string>;
  readonly readerRoleArn?: string | undefined;
  /** How long the Compactor leaves a block that is marked for deletion. */
  readonly deleteDelay: string;
}

const UNFINISHED_UPLOAD_DAYS = 7;

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
    { bucket, rules: [encryptionRule(kmsKeyArn)] },
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
          noncurrentVersionExpiration: {
            noncurrentDays: noncurrentDays(durationSeconds(deleteDelay)),
          },
          // The mark that an object was deleted, once no version of it is left. Of objects nothing ends.
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

/** With a bucket key S3 asks for a data key now and then, instead of for every object. */
const encryptionRule = (kmsKeyArn: pulumi.Output<string>) => ({
  applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: kmsKeyArn },
  bucketKeyEnabled: true,
});
