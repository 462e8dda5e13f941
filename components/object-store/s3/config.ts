// Configuration keys of the object store kind `s3`: bucket, endpoint, encryption and authentication.
import { z } from "zod";
import { caBundle } from "../../pki/ca-config";
import { issue } from "../../../config/errors";
import { endpoint, host } from "../../../config/network";
import { prefix, text } from "../../../config/primitives";

/**
 * Why a name is no S3 bucket name; undefined if it is one.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
 */
export function bucketNameError(name: string): string | undefined {
  if (name.length < 3 || name.length > 63) {
    return `must have 3 to 63 characters (it has ${String(name.length)})`;
  }
  if (!/^[a-z0-9][a-z0-9-]*[a-z0-9]$/.test(name)) {
    return "must hold lower-case letters, digits and hyphens only, hyphens not at the ends; a dot would break TLS to the bucket's own host name";
  }
  if (/^(xn--|sthree-|amzn-s3-demo-)|(-s3alias|--ol-s3|--x-s3|--table-s3)$/.test(name)) {
    return "must not begin or end with a word that S3 reserves";
  }
  return undefined;
}

/** Name of a bucket; `example` is part of the fix in its error. */
export const bucketNameLike = (example: string) =>
  z.string().superRefine((name, context) => {
    const rule = bucketNameError(name);
    if (rule !== undefined) {
      const params = { fix: `use for example "${example}"` };
      context.addIssue({ code: "custom", message: rule, params });
    }
  });

const bucketName = bucketNameLike("acme-metrics-paris");

const arn = (pattern: RegExp, what: string, example: string) =>
  z
    .string()
    .refine(
      (text) => pattern.test(text),
      issue(`must be the ARN of ${what}`, `use for example "${example}"`),
    );

const roleArn = arn(
  /^arn:aws[\w-]*:iam::\d{12}:role\/.+$/,
  "an IAM role",
  "arn:aws:iam::123456789012:role/x",
);

const oidcProviderArn = arn(
  /^arn:aws[\w-]*:iam::\d{12}:oidc-provider\/[a-z0-9.-]+(\/[\w-]+)*$/,
  "an IAM OIDC provider",
  "arn:aws:iam::123456789012:oidc-provider/oidc.eks.eu-west-3.amazonaws.com/id/EXAMPLE",
);

const kmsKeyArn = arn(
  /^arn:aws[\w-]*:kms:[a-z0-9-]+:\d{12}:key\/[\w-]+$/,
  "a KMS key, not of an alias",
  "arn:aws:kms:eu-west-3:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab",
);

const eksClusterName = z
  .string()
  .refine(
    (name) => /^[0-9A-Za-z][\w-]{0,99}$/.test(name),
    issue("must be the name of an EKS cluster", "write it as `aws eks list-clusters` shows it"),
  );

const roleArns = z.strictObject({
  prometheus: roleArn.describe("Role with which the sidecar uploads."),
  compact: roleArn.describe("Role of the Compactor, the only one that deletes."),
  store: roleArn.optional().describe("On the observer: role with which all buckets are read."),
  bucketWeb: roleArn.optional().describe("Role with which bucket web reads."),
  rule: roleArn.optional().describe("On the observer: role with which the Ruler uploads."),
  receive: roleArn
    .optional()
    .describe("On an observer with Receive: role with which Receive uploads."),
});

const irsa = z
  .strictObject({
    kind: z.literal("irsa"),
    roleArns: roleArns.optional(),
    oidcProviderArn: oidcProviderArn
      .optional()
      .describe("The cluster's OIDC provider in IAM, for roles that are created here."),
  })
  .refine(
    (given) => (given.roleArns === undefined) !== (given.oidcProviderArn === undefined),
    issue(
      "must have exactly one of roleArns and oidcProviderArn",
      "name roles that exist, or the OIDC provider for which roles are to be made",
    ),
  );

/** Roles are always created here, since the associations refer to them. */
const podIdentity = z.strictObject({
  kind: z.literal("podIdentity"),
  clusterName: eksClusterName.describe(
    "Name of the EKS cluster, which must run the Pod Identity Agent; roles and associations are created here.",
  ),
});

const auth = z.discriminatedUnion(
  "kind",
  [z.strictObject({ kind: z.literal("keys") }), irsa, podIdentity],
  { error: 'must be "keys", "irsa" or "podIdentity"' },
);

const accessLog = z.strictObject({
  bucket: bucketName.describe("Bucket for the log, in the same account and region."),
  prefix: z
    .string()
    .refine(
      (text) => /^([\w-]+\/)+$/.test(text),
      issue("must be folder names, each with a slash after it", 'use for example "metrics/"'),
    )
    .describe("Folder in that bucket, with a final slash."),
});

const tls = z.strictObject({
  caPem: caBundle.describe("CA certificates of the server's certificate, PEM."),
  serverName: host
    .optional()
    .describe("Name in that certificate; default: the host of `endpoint`."),
});

/** A bucket of Amazon S3, or of an S3-compatible store. */
export const s3Store = z.strictObject({
  kind: z.literal("s3"),
  create: z
    .boolean()
    .describe("`true` creates the bucket; `false` uses an existing one, which is not managed."),
  bucket: bucketName.describe("Name: 3 to 63 lower-case letters, digits and hyphens."),
  prefix: prefix.optional().describe("Folder in the bucket; default: its root."),
  region: text.describe("Region of the bucket."),
  endpoint: endpoint
    .optional()
    .describe("`host` or `host:port` of an S3-compatible store; default: Amazon's own."),
  tls: tls
    .optional()
    .describe("With `endpoint`: for a server whose certificate is signed by a private CA."),
  kmsKeyArn: kmsKeyArn
    .optional()
    .describe(
      "KMS key that encrypts the bucket (AWS only); default: a new key, for a bucket that is created here.",
    ),
  accessLog: accessLog
    .optional()
    .describe("Access log of a bucket that is created here (AWS only)."),
  forceDestroy: z
    .boolean()
    .default(false)
    .describe("`true` lets `pulumi destroy` delete the bucket with all blocks in it."),
  auth: auth.describe(
    "How the parts authenticate: `keys`, the key pair in the stack's secrets, or, on AWS, IAM roles of service accounts by `irsa` or `podIdentity`.",
  ),
});

export type S3StoreConfig = z.infer<typeof s3Store>;
export type RoleArns = z.infer<typeof roleArns>;
