// The bucket policy: TLS only, one key only, and the observer's reader if there is one.
import { bucketStatements } from "./access";
import { bucketArn, type Bucket } from "./arn";
import { policyDocument, type PolicyDocument, type Statement } from "./policy-document";

export interface BucketPolicyArgs {
  readonly bucket: Bucket;
  /** Key of every object. */
  readonly kmsKeyArn: string;
  /** Role of the observer's Store Gateways; it must exist, or S3 refuses the policy. */
  readonly readerRoleArn?: string | undefined;
}

const KEY_HEADER = "s3:x-amz-server-side-encryption-aws-kms-key-id";
const ALGORITHM_HEADER = "s3:x-amz-server-side-encryption";
/** Asks for a key that the writer brings, and S3 keeps nowhere. */
const CUSTOMER_HEADER = "s3:x-amz-server-side-encryption-customer-algorithm";

export function bucketPolicy({
  bucket,
  kmsKeyArn,
  readerRoleArn,
}: BucketPolicyArgs): PolicyDocument {
  const arn = bucketArn(bucket);
  const everything = [arn, `${arn}/*`];
  const deny = (Sid: string, what: Pick<Statement, "Action" | "Resource" | "Condition">) =>
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
      // An upload that asks for nothing gets the bucket's own; what is absent would also count as not equal.
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

const readerStatements = (bucket: Bucket, readerRoleArn: string): Statement[] =>
  bucketStatements("read", bucket).map((statement) => ({
    ...statement,
    Sid: `Reader${statement.Sid}`,
    Principal: { AWS: readerRoleArn },
  }));
