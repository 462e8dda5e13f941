// Policy of the KMS key that encrypts a bucket.
import { awsEndpoint } from "../spec";
import { accountArn } from "./arn";
import { keyActions, type Access } from "./access";
import type { PolicyDocument, PolicyStatement } from "@pulumi/aws/iam/documents";
import { policyDocument } from "./policy-document";

/** An IAM role and its use of the key. */
export interface KeyUser {
  readonly roleArn: string;
  readonly access: Access;
}

export interface KeyPolicyArgs {
  /** Region of the key and of the bucket. */
  readonly region: string;
  /** Account that owns the key. */
  readonly accountId: string;
  /**
   * Roles whose own policies this stack does not manage: existing ones, and the observer's, maybe of another account.
   */
  readonly users: readonly KeyUser[];
}

/**
 * The account manages the key and may let its roles use it, as in AWS' default policy: without that, a key can become
 * unmanageable.
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
 */
export function keyPolicy({ region, accountId, users }: KeyPolicyArgs): PolicyDocument {
  const readers = users.filter(({ access }) => access === "read");
  const writers = users.filter(({ access }) => access !== "read");
  return policyDocument(
    {
      Sid: "Account",
      Effect: "Allow",
      Principal: { AWS: accountArn(region, accountId) },
      Action: "kms:*",
      Resource: "*",
    },
    ...userStatement("Writers", region, writers),
    ...userStatement("Readers", region, readers),
  );
}

/** Only through S3 in the bucket's region. In a key policy, the resource `*` is the key itself. */
const userStatement = (
  Sid: string,
  region: string,
  [first, ...more]: readonly KeyUser[],
): PolicyStatement[] =>
  first === undefined
    ? []
    : [
        {
          Sid,
          Effect: "Allow",
          Principal: { AWS: [...new Set([first, ...more].map(({ roleArn }) => roleArn))].sort() },
          Action: keyActions(first.access),
          Resource: "*",
          Condition: { StringEquals: { "kms:ViaService": awsEndpoint(region) } },
        },
      ];
