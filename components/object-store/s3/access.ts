// What each part may do with a bucket, and nothing else.
import type { BucketUse } from "../../../kubernetes/part-definition";
import { bucketArn, objectsArn, type Bucket } from "./arn";
import { policyDocument, type PolicyDocument, type Statement } from "./policy-document";

export type Access = BucketUse["access"];

interface Actions {
  readonly objects: readonly string[];
  readonly key: readonly string[];
}

/** An upload in parts is read back by the key, and taken away when it cannot be finished. */
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

export const keyActions = (access: Access): readonly string[] => ACTIONS[access].key;

/**
 * Listing and objects of buckets. Listing is for a whole bucket, also with a prefix: without it a missing object is told
 * as a refusal, and Thanos asks for single objects before it has seen a listing.
 */
export const bucketStatements = (access: Access, ...buckets: readonly Bucket[]): Statement[] => [
  {
    Sid: "List",
    Effect: "Allow",
    Action: "s3:ListBucket",
    Resource: each(buckets.map(bucketArn)),
  },
  {
    Sid: "Objects",
    Effect: "Allow",
    Action: ACTIONS[access].objects,
    Resource: each(buckets.map(objectsArn)),
  },
];

/** A bucket, and the key that encrypts it; absent where AWS' own does. */
export interface Granted {
  readonly bucket: Bucket;
  readonly kmsKeyArn?: string | undefined;
}

/** The policy of a part's role for these buckets and their keys; clusters may share one. */
export function accessPolicy(access: Access, granted: readonly Granted[]): PolicyDocument {
  const buckets = granted.map(({ bucket }) => bucket);
  const keys = granted.flatMap(({ kmsKeyArn }) => kmsKeyArn ?? []);
  return policyDocument(
    ...bucketStatements(access, ...buckets),
    ...(keys.length === 0
      ? []
      : [
          {
            Sid: "Key",
            Effect: "Allow",
            Action: keyActions(access),
            Resource: each(keys),
          } as const,
        ]),
  );
}

/** Every one once, always in the same order. */
function each(arns: readonly string[]): string | string[] {
  const [first = "", ...more] = [...new Set(arns)].sort();
  return more.length === 0 ? first : [first, ...more];
}
