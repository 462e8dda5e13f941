// The bucket policy: TLS only, a single KMS key, and read access for the observer.
import { bucketStatements } from "./access";
import { bucketArn, type Bucket } from "./arn";
import type { PolicyDocument, PolicyStatement } from "@pulumi/aws/iam/documents";
import { policyDocument } from "./policy-document";

export interface BucketPolicyArgs {
  readonly bucket: Bucket;
  /** KMS key that must encrypt every object. */
  readonly kmsKeyArn: string;
  /** Role of the observer's Store Gateways; it must exist, or S3 rejects the policy. */
  readonly readerRoleArn?: string | undefined;
}

const KEY_HEADER = "s3:x-amz-server-side-encryption-aws-kms-key-id";
const ALGORITHM_HEADER = "s3:x-amz-server-side-encryption";
/** Header of SSE-C, encryption with a key that the client supplies and S3 does not store. */
const CUSTOMER_HEADER = "s3:x-amz-server-side-encryption-customer-algorithm";

/** The policy. It denies by condition, and allows the reader only. */
export function bucketPolicy({
  bucket,
  kmsKeyArn,
  readerRoleArn,
}: BucketPolicyArgs): PolicyDocument {
  const arn = bucketArn(bucket);
  const everything = [arn, `${arn}/*`];
  const deny = (Sid: string, what: Pick<PolicyStatement, "Action" | "Resource" | "Condition">) =>
    ({ Sid, Effect: "Deny", Principal: "*", ...what }) as const;
  return policyDocument(
    deny("TlsOnly", {
      Action: "s3:*",
      Resource: everything,
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    }),
    deny("RecentTls", {
      Action: "s3:*",
      Resource: everything,
      Condition: { NumericLessThan: { "s3:TlsVersion": "1.2" } },
    }),
    ...[
      { Sid: "OneAlgorithm", header: ALGORITHM_HEADER, value: "aws:kms" },
      { Sid: "OneKey", header: KEY_HEADER, value: kmsKeyArn },
    ].map(({ Sid, header, value }) =>
      // Uploads without this header get the bucket's default encryption; StringNotEquals alone would also deny those.
      deny(Sid, {
        Action: "s3:PutObject",
        Resource: `${arn}/*`,
        Condition: { Null: { [header]: "false" }, StringNotEquals: { [header]: value } },
      }),
    ),
    deny("NoKeyOfTheWriter", {
      Action: "s3:PutObject",
      Resource: `${arn}/*`,
      Condition: { Null: { [CUSTOMER_HEADER]: "false" } },
    }),
    ...(readerRoleArn === undefined ? [] : readerStatements(bucket, readerRoleArn)),
  );
}

const readerStatements = (bucket: Bucket, readerRoleArn: string): PolicyStatement[] =>
  bucketStatements("read", [bucket], "Reader").map((statement) => ({
    ...statement,
    Principal: { AWS: readerRoleArn },
  }));
