// Faults in policies, each with what the table must say of it.
import type { Recorded } from "../../tools/render/recorded";

export interface Plant {
  readonly fault: string;
  readonly name: string;
  readonly type: string;
  /** Texts of the policy, and what stands there instead. */
  readonly changes: Readonly<Record<string, string>>;
  readonly says: RegExp;
}

const quoted = (text: string): string => JSON.stringify(text).slice(1, -1);

/** The resources with the fault in them; a text that is not there is a fault of the test. */
export function planted(
  resources: readonly Recorded[],
  { name, type, changes }: Plant,
): readonly Recorded[] {
  return resources.map((resource) => {
    if (resource.name !== name || !resource.type.endsWith(type)) {
      return resource;
    }
    const text = Object.entries(changes).reduce((before, [from, to]) => {
      const after = before.replaceAll(quoted(from), quoted(to));
      if (after === before) {
        throw new Error(`${name} holds no ${from}`);
      }
      return after;
    }, JSON.stringify(resource.inputs));
    return { ...resource, inputs: Object(JSON.parse(text)) };
  });
}

const sidecar = { name: "observee-metrics-prometheus-iam-observee", type: ":RolePolicy" };
const compactor = { name: "observee-metrics-compact-iam-observee", type: ":RolePolicy" };
const reader = { name: "observer-store-iam-group-3", type: ":Policy" };
const trust = { name: "observee-metrics-compact-iam", type: "role:Role" };
const bucket = { name: "observee-metrics-bucket-policy", type: ":BucketPolicy" };
const key = { name: "observee-metrics-bucket-key", type: "key:Key" };

const ISSUER = "oidc.eks.eu-west-3.amazonaws.com/id/OBSERVEE";
const READER = "arn:aws:iam::111122223333:role/thanos-observer-store";

export const PLANTED: readonly Plant[] = [
  {
    ...compactor,
    fault: "a Compactor with every action of S3",
    changes: { '"s3:DeleteObject"': '"s3:*"' },
    says: /^thanos-observee-compact may do s3:DeleteObjectVersion on/,
  },
  {
    ...sidecar,
    fault: "a sidecar that deletes",
    changes: { '"s3:PutObject"': '"s3:PutObject","s3:DeleteObject"' },
    says: /^thanos-observee-prometheus may do s3:DeleteObject on/,
  },
  {
    ...sidecar,
    fault: "a sidecar that uploads everywhere",
    changes: { '"arn:aws:s3:::acme-metrics-observee/*"': '"*"' },
    says: /^thanos-observee-prometheus may do s3:PutObject on .*acme-metrics-observer/,
  },
  {
    ...sidecar,
    fault: "buckets whose names only begin so",
    changes: { "acme-metrics-observee/*": "acme-metrics-*" },
    says: /^thanos-observee-prometheus may do s3:GetObject on .*acme-metrics-other/,
  },
  {
    ...compactor,
    fault: "a Compactor of another cluster's bucket",
    changes: { "acme-metrics-observee/*": "acme-metrics-observer/*" },
    says: /^thanos-observee-compact may do s3:DeleteObject on .*acme-metrics-observer/,
  },
  {
    ...compactor,
    fault: "a Compactor that cannot delete",
    changes: { '"s3:DeleteObject",': "" },
    says: /^thanos-observee-compact may not do s3:DeleteObject on/,
  },
  {
    ...sidecar,
    fault: "a sidecar that cannot list",
    changes: { "s3:ListBucket": "s3:GetBucketLocation" },
    says: /^thanos-observee-prometheus may not do s3:ListBucket on/,
  },
  {
    ...reader,
    fault: "a Store Gateway that writes",
    changes: { '["s3:GetObject"]': '["s3:GetObject","s3:PutObject"]' },
    says: /^thanos-observer-store may do s3:PutObject on/,
  },
  {
    ...sidecar,
    fault: "a sidecar with every action of KMS",
    changes: { '"kms:Decrypt"': '"kms:*"' },
    says: /^thanos-observee-prometheus may do kms:ScheduleKeyDeletion on/,
  },
  {
    ...sidecar,
    fault: "a sidecar with every key",
    changes: {
      "arn:aws:kms:eu-west-3:111122223333:key/observee-metrics-bucket-key": "arn:aws:kms:*:*:key/*",
    },
    says: /^thanos-observee-prometheus may do kms:Decrypt on .*observer-metrics-bucket-key/,
  },
  {
    ...trust,
    fault: "a role for every account of the namespace",
    changes: { '"StringEquals"': '"StringLike"', "thanos:thanos-compact": "thanos:*" },
    says: /^system:serviceaccount:thanos:default may take /,
  },
  {
    ...trust,
    fault: "a role for a namesake in every namespace",
    changes: { '"StringEquals"': '"StringLike"', "serviceaccount:thanos:": "serviceaccount:*:" },
    says: /compact may be taken from another namespace$/,
  },
  {
    ...trust,
    fault: "a role for another audience",
    changes: { [`"${ISSUER}:aud":"sts.amazonaws.com",`]: "" },
    says: /compact may be taken for another audience$/,
  },
  {
    ...trust,
    fault: "a role for any provider of identities",
    changes: {
      [`{"Federated":"arn:aws:iam::111122223333:oidc-provider/${ISSUER}"}`]: '{"Federated":"*"}',
    },
    says: /compact may be taken from another cluster$/,
  },
  {
    ...bucket,
    fault: "a bucket that is read without TLS",
    changes: { '"aws:SecureTransport":"false"': '"aws:SecureTransport":"no"' },
    says: /may do s3:GetObject on .* over plain HTTP$/,
  },
  {
    ...bucket,
    fault: "a bucket that is read with an old TLS",
    changes: { '"s3:TlsVersion":"1.2"': '"s3:TlsVersion":"1.0"' },
    says: /may do s3:GetObject on .* over TLS 1\.1$/,
  },
  {
    ...bucket,
    fault: "a bucket that everyone reads",
    changes: { [`{"AWS":"${READER}"}`]: '"*"' },
    says: /^the stranger anyone may do s3:GetObject on/,
  },
  {
    ...bucket,
    fault: "a bucket that a namesake of the reader deletes from",
    changes: {
      [`{"AWS":"${READER}"}`]: '{"AWS":"arn:aws:iam::111122223333:role/somebody-else"}',
      '["s3:GetObject"]': '["s3:DeleteObject"]',
    },
    says: /^somebody-else may do s3:DeleteObject on/,
  },
  {
    ...bucket,
    fault: "uploads with another key",
    changes: { '"Sid":"OneKey","Effect":"Deny"': '"Sid":"OneKey","Effect":"Allow"' },
    says: /^an upload may take another key$/,
  },
  {
    ...bucket,
    fault: "uploads without the key",
    changes: { '"Sid":"OneAlgorithm","Effect":"Deny"': '"Sid":"OneAlgorithm","Effect":"Allow"' },
    says: /^an upload may go without the key$/,
  },
  {
    ...bucket,
    fault: "uploads with a key that the writer brings",
    changes: {
      '"Sid":"NoKeyOfTheWriter","Effect":"Deny"': '"Sid":"NoKeyOfTheWriter","Effect":"Allow"',
    },
    says: /^an upload may bring a key of its own$/,
  },
  {
    ...key,
    fault: "a key for everyone",
    changes: { '{"AWS":"arn:aws:iam::111122223333:root"}': '"*"' },
    says: /^the stranger anyone may do kms:Decrypt on/,
  },
  {
    ...key,
    fault: "a reader that manages the key",
    changes: { '["kms:Decrypt"]': '"kms:*"' },
    says: /^thanos-observer-store may do kms:PutKeyPolicy on/,
  },
];
