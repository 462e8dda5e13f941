// AWS' settings of a bucket: encrypted with one key, not public, TLS only, and nothing of the current data ever expires.
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { noncurrentDays } from "../specs/bucket-lifecycle";
import { bucketPolicy } from "../specs/bucket-policy";
import type { S3StoreConfig } from "../specs/config/buckets";
import { durationSeconds } from "../specs/config/words";

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
  const closed = new aws.s3.BucketPublicAccessBlock(
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
  new aws.s3.BucketOwnershipControls(
    `${name}-ownership`,
    { bucket, rule: { objectOwnership: "BucketOwnerEnforced" } },
    child,
  );
  new aws.s3.BucketServerSideEncryptionConfiguration(
    `${name}-encryption`,
    { bucket, rules: [encryptionRule(kmsKeyArn)] },
    child,
  );
  new aws.s3.BucketLifecycleConfiguration(
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
  new aws.s3.BucketPolicy(
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
    new aws.s3.BucketLogging(
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
