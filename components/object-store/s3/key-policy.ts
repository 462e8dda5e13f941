// Policy of the KMS key that encrypts a bucket.
import { awsEndpoint } from "../spec";
import { accountArn } from "./arn";
import { keyActions, type Access } from "./access";
import { policyDocument, type PolicyDocument, type Statement } from "./policy-document";

export interface KeyUser {
  readonly roleArn: string;
  readonly access: Access;
}

export interface KeyPolicyArgs {
  readonly region: string;
  readonly accountId: string;
  /** Roles whose policies this stack does not manage: existing ones and the observer's, maybe of another account. */
  readonly users: readonly KeyUser[];
}

/**
 * The account manages the key and may let its roles use it, as in AWS' default policy: without that, a key can become
 * unmanageable.
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
 */
export const keyPolicy = ({ region, accountId, users }: KeyPolicyArgs): PolicyDocument =>
  policyDocument(
    {
      Sid: "Account",
      Effect: "Allow",
      Principal: { AWS: accountArn(region, accountId) },
      Action: "kms:*",
      Resource: "*",
    },
    ...userStatement(
      "Writers",
      region,
      users.filter(({ access }) => access !== "read"),
    ),
    ...userStatement(
      "Readers",
      region,
      users.filter(({ access }) => access === "read"),
    ),
  );

/** Only through S3 in the bucket's region. In a key policy, the resource `*` is the key itself. */
const userStatement = (Sid: string, region: string, users: KeyPolicyArgs["users"]): Statement[] =>
  users[0] === undefined
    ? []
    : [
        {
          Sid,
          Effect: "Allow",
          Principal: { AWS: [...new Set(users.map(({ roleArn }) => roleArn))].sort() },
          Action: keyActions(users[0].access),
          Resource: "*",
          Condition: { StringEquals: { "kms:ViaService": awsEndpoint(region) } },
        },
      ];
