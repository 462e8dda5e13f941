// Object store configuration of kind `s3`: the bucket, where it is, and who may read it.
import { z } from "zod";
import { says } from "./faults";
import { endpoint, prefix, text } from "./words";

/** Why a name is no S3 bucket name; undefined when it is one. https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
export function bucketNameFault(name: string): string | undefined {
  if (name.length < 3 || name.length > 63) {
    return `must have 3 to 63 characters (it has ${String(name.length)})`;
  }
  if (!/^[a-z0-9][a-z0-9-]*[a-z0-9]$/.test(name)) {
    return "must hold lower-case letters, digits and hyphens only, hyphens not at the ends; a dot would break TLS to the bucket's own host name";
  }
  if (/^(xn--|sthree-|amzn-s3-demo-)|(-s3alias|--ol-s3|--x-s3|--table-s3)$/.test(name)) {
    return "must not begin or end with a word that S3 keeps for itself";
  }
  return undefined;
}

const bucketName = z.string().superRefine((name, context) => {
  const rule = bucketNameFault(name);
  if (rule !== undefined) {
    context.addIssue({
      code: "custom",
      message: rule,
      params: { fix: 'use for example "acme-metrics-paris"' },
    });
  }
});

const roleArn = z
  .string()
  .refine(
    (arn) => /^arn:aws[\w-]*:iam::\d{12}:role\/.+$/.test(arn),
    says("must be the ARN of an IAM role", 'use for example "arn:aws:iam::123456789012:role/x"'),
  );

/** `keys`: the key pair in the stack's secrets. `irsa`: one IAM role for each part's service account. */
const auth = z.discriminatedUnion(
  "kind",
  [
    z.strictObject({ kind: z.literal("keys") }),
    z.strictObject({
      kind: z.literal("irsa"),
      roleArns: z.strictObject({
        prometheus: roleArn.describe("Role with which the sidecar uploads."),
        compact: roleArn.describe("Role of the Compactor, the only one that deletes."),
        store: roleArn
          .optional()
          .describe("On the observer: role with which all buckets are read."),
        bucketWeb: roleArn.optional().describe("Role with which bucket web reads."),
        rule: roleArn.optional().describe("On the observer: role with which the Ruler uploads."),
        receive: roleArn
          .optional()
          .describe("On an observer with Receive: role with which that uploads."),
      }),
    }),
  ],
  { error: 'must be "keys" or "irsa"' },
);

export const s3Store = z.strictObject({
  kind: z.literal("s3"),
  create: z
    .boolean()
    .describe("`true` makes the bucket, `false` uses one that exists and manages nothing of it."),
  bucket: bucketName.describe("Name: 3 to 63 lower-case letters, digits and hyphens."),
  prefix: prefix.optional().describe("Folder in the bucket; its root without it."),
  region: text.describe("Region of the bucket."),
  endpoint: endpoint
    .optional()
    .describe("`host` or `host:port` of an S3-compatible store; Amazon's own without it."),
  auth: auth.describe(
    "How the parts may use the bucket: `keys`, the key pair in the stack's secrets, or `irsa`, IAM roles of service accounts (AWS only).",
  ),
});

export type S3StoreConfig = z.infer<typeof s3Store>;
