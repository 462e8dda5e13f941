// The policy of the key that encrypts a bucket.
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
  /** Roles that this stack cannot give a policy: those made elsewhere, and the observer's, which may be of another account. */
  readonly users: readonly KeyUser[];
}

/**
 * The account's own administrators manage the key and let its roles use it, as with AWS' default policy; without them a
 * key can become one that nobody manages.
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

/** Only through S3 of the bucket's region; in a key's own policy `*` is that key. */
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
