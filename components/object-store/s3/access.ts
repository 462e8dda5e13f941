// S3 and KMS permissions of each kind of access to a bucket.
import type { BucketUse } from "../../../kubernetes/part-definition";
import { bucketArn, objectsArn, type Bucket } from "./arn";
import type { PolicyDocument, PolicyStatement } from "@pulumi/aws/iam/documents";
import { policyDocument } from "./policy-document";

/** Kind of access to a bucket. */
export type Access = BucketUse["access"];

interface Actions {
  readonly objects: string[];
  readonly key: string[];
}

/** A multipart upload must decrypt its own parts, and be able to abort. */
const ACTIONS: Readonly<Record<Access, Actions>> = {
  upload: {
    objects: ["s3:GetObject", "s3:PutObject", "s3:AbortMultipartUpload"],
    key: ["kms:GenerateDataKey", "kms:Decrypt"],
  },
  compact: {
    objects: ["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload"],
    key: ["kms:GenerateDataKey", "kms:Decrypt"],
  },
  read: { objects: ["s3:GetObject"], key: ["kms:Decrypt"] },
};

/** KMS actions on the key that encrypts the bucket. */
export const keyActions = (access: Access): string[] => ACTIONS[access].key;

/**
 * Statements that allow listing the buckets and access to their objects; each Sid begins with `prefix`. Listing covers
 * a whole bucket even if its blocks are in a folder: without it S3 answers a missing object with 403, and Thanos
 * requests single objects before it lists.
 */
export const bucketStatements = (access: Access, buckets: readonly Bucket[], prefix = "") => [
  allow(`${prefix}List`, "s3:ListBucket", buckets.map(bucketArn)),
  allow(`${prefix}Objects`, ACTIONS[access].objects, buckets.map(objectsArn)),
];

/** Resources are deduplicated and sorted, so that the policy is stable. */
function allow(Sid: string, Action: string | string[], arns: readonly string[]): PolicyStatement {
  const [first = "", ...more] = [...new Set(arns)].sort();
  return { Sid, Effect: "Allow", Action, Resource: more.length === 0 ? first : [first, ...more] };
}

/** A bucket and its KMS key; the key is absent if AWS' own encrypts it. */
export interface GrantedBucket {
  readonly bucket: Bucket;
  readonly kmsKeyArn?: string | undefined;
}

/** Policy of a part's role for these buckets and keys, which clusters may share. */
export function accessPolicy(access: Access, granted: readonly GrantedBucket[]): PolicyDocument {
  const buckets = granted.map(({ bucket }) => bucket);
  const keys = granted.flatMap(({ kmsKeyArn }) => kmsKeyArn ?? []);
  return policyDocument(
    ...bucketStatements(access, buckets),
    ...(keys.length === 0 ? [] : [allow("Key", keyActions(access), keys)]),
  );
}
