// What each part may do with a bucket, and nothing else.
import { bucketArn, objectsArn, type Bucket } from "./arn";
import { policyDocument, type PolicyDocument, type Statement } from "./policy";

/** A sidecar uploads, the Compactor also deletes, a Store Gateway reads. */
export type Access = "upload" | "compact" | "read";

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
 * Listing and objects of one bucket. Listing is for the whole bucket, also with a prefix: without it a missing object
 * is told as a refusal, and Thanos asks for single objects before it has seen a listing.
 */
export const bucketStatements = (access: Access, bucket: Bucket): Statement[] => [
  { Sid: "List", Effect: "Allow", Action: "s3:ListBucket", Resource: bucketArn(bucket) },
  {
    Sid: "Objects",
    Effect: "Allow",
    Action: ACTIONS[access].objects,
    Resource: objectsArn(bucket),
  },
];

/** The policy of a part's role for one bucket and the key that encrypts it. */
export const accessPolicy = (
  access: Access,
  bucket: Bucket,
  kmsKeyArn: string | undefined,
): PolicyDocument =>
  policyDocument(
    ...bucketStatements(access, bucket),
    ...(kmsKeyArn === undefined
      ? []
      : [
          {
            Sid: "Key",
            Effect: "Allow",
            Action: keyActions(access),
            Resource: kmsKeyArn,
          } as const,
        ]),
  );
