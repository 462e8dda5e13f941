// What every role of the examples may do in AWS and who may take it, as a table, and the faults of stacks that differ.
import type { Cloud } from "../support/cloud";
import { ANYONE, may, taken } from "../support/cloud";
import type { Caller } from "../support/iam";

const ACCOUNT = "arn:aws:iam::111122223333";
const bucketOf = (cluster: string) => `arn:aws:s3:::acme-metrics-${cluster}`;
const keyOf = (cluster: string) =>
  `arn:aws:kms:eu-west-3:111122223333:key/${cluster}-metrics-bucket-key`;

const S3 = [
  ..."ListBucket ListBucketVersions GetObject GetObjectVersion PutObject DeleteObject".split(" "),
  ..."DeleteObjectVersion AbortMultipartUpload PutObjectAcl PutObjectRetention".split(" "),
  ..."DeleteBucket PutBucketPolicy PutBucketVersioning PutLifecycleConfiguration".split(" "),
  ..."PutEncryptionConfiguration BypassGovernanceRetention".split(" "),
].map((action) => `s3:${action}`);
const KMS = [
  ..."Decrypt Encrypt GenerateDataKey ReEncryptFrom CreateGrant PutKeyPolicy".split(" "),
  ..."ScheduleKeyDeletion DisableKey".split(" "),
].map((action) => `kms:${action}`);

const WRITES = ["s3:ListBucket", "s3:GetObject", "s3:PutObject", "s3:AbortMultipartUpload"];
const WRITES_KEY = ["kms:Decrypt", "kms:GenerateDataKey"];
const READS = ["s3:ListBucket", "s3:GetObject", "kms:Decrypt"];

/** By role, then by the cluster whose bucket and key it is. What is not here may not be done. */
export type Grants = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

const GRANTS: Grants = {
  "thanos-observee-prometheus": { observee: [...WRITES, ...WRITES_KEY] },
  "thanos-observee-compact": { observee: [...WRITES, ...WRITES_KEY, "s3:DeleteObject"] },
  "thanos-observer-prometheus": { observer: [...WRITES, ...WRITES_KEY] },
  "thanos-observer-compact": { observer: [...WRITES, ...WRITES_KEY, "s3:DeleteObject"] },
  "thanos-observer-store": { observer: READS, observee: READS },
  "somebody-else": {},
};

/** Of an observer with every part that uses a bucket. */
export const PARTS_GRANTS: Grants = {
  "thanos-observer-prometheus": { observer: [...WRITES, ...WRITES_KEY] },
  "thanos-observer-rule": { observer: [...WRITES, ...WRITES_KEY] },
  "thanos-observer-receive": { observer: [...WRITES, ...WRITES_KEY] },
  "thanos-observer-compact": { observer: [...WRITES, ...WRITES_KEY, "s3:DeleteObject"] },
  "thanos-observer-bucket-web": { observer: READS },
  "thanos-observer-store": { observer: READS },
};
const STRANGERS = ["arn:aws:iam::444455556666:role/thanos-observer-store", ANYONE];
const CLUSTERS = ["observer", "observee", "other"];

const TLS = {
  "aws:SecureTransport": "true",
  "s3:TlsVersion": "1.3",
  "kms:ViaService": "s3.eu-west-3.amazonaws.com",
};
const INSECURE = {
  "plain HTTP": { "aws:SecureTransport": "false" },
  "TLS 1.1": { ...TLS, "s3:TlsVersion": "1.1" },
};
const aws = (id: string): Caller => ({ kind: "AWS", id });

interface Deed {
  readonly action: string;
  readonly resource: string;
  readonly cluster: string;
}

/** Whether an action is on objects, and not on their bucket. */
export const isOnObjects = (action: string): boolean => /Object|Multipart|Bypass/.test(action);

/** Every action on every bucket, object in a folder of it, and key. */
const deedsIn = (folder: string): Deed[] =>
  CLUSTERS.flatMap((cluster) => [
    ...S3.map((action) => ({
      action,
      cluster,
      resource: `${bucketOf(cluster)}${isOnObjects(action) ? `/${folder}01J/meta.json` : ""}`,
    })),
    ...KMS.map((action) => ({ action, cluster, resource: keyOf(cluster) })),
  ]);

/** The faults in what roles and strangers may do, a sentence each. */
export const accessFaults = (cloud: Cloud): string[] => [
  ...roleFaults(cloud, GRANTS),
  ...keyFaults(cloud),
];

/** The same but for the ways to encrypt an upload, by another table and in a folder of each bucket (`a/b/`). */
export function roleFaults(cloud: Cloud, grants: Grants, folder = ""): string[] {
  const deeds = deedsIn(folder);
  const expected = (role: string, { cluster, action }: Deed): boolean =>
    grants[role]?.[cluster]?.includes(action) === true;
  const roles = Object.keys(grants).flatMap((role) =>
    deeds.flatMap((deed) => {
      const request = { ...deed, caller: aws(`${ACCOUNT}:role/${role}`) };
      const [got, wanted] = [may(cloud, { ...request, context: TLS }), expected(role, deed)];
      const what = `${deed.action} on ${deed.resource}`;
      return [
        ...(got && !wanted ? [`${role} may do ${what}`] : []),
        ...(!got && wanted ? [`${role} may not do ${what}`] : []),
        ...Object.entries(INSECURE)
          .filter(
            ([, context]) => deed.action.startsWith("s3:") && may(cloud, { ...request, context }),
          )
          .map(([way]) => `${role} may do ${what} over ${way}`),
      ];
    }),
  );
  const strangers = STRANGERS.flatMap((id) =>
    deeds
      .filter((deed) => may(cloud, { ...deed, caller: aws(id), context: TLS }))
      .map((deed) => `the stranger ${id} may do ${deed.action} on ${deed.resource}`),
  );
  return [...roles, ...strangers];
}

/** An upload may ask for the bucket's own key, and for no other and for no other algorithm. */
function keyFaults(cloud: Cloud): string[] {
  const header = "s3:x-amz-server-side-encryption";
  const upload = (context: Readonly<Record<string, string>>): boolean =>
    may(cloud, {
      caller: aws(`${ACCOUNT}:role/thanos-observee-prometheus`),
      action: "s3:PutObject",
      resource: `${bucketOf("observee")}/01J/index`,
      context: { ...TLS, ...context },
    });
  return [
    ...(upload({ [header]: "aws:kms", [`${header}-aws-kms-key-id`]: keyOf("observee") })
      ? []
      : ["an upload with the bucket's own key is refused"]),
    ...(upload({ [header]: "aws:kms", [`${header}-aws-kms-key-id`]: keyOf("other") })
      ? ["an upload may take another key"]
      : []),
    ...(upload({ [header]: "AES256" }) ? ["an upload may go without the key"] : []),
    ...(upload({ [`${header}-customer-algorithm`]: "AES256" })
      ? ["an upload may bring a key of its own"]
      : []),
  ];
}

const ACCOUNTS = {
  prometheus: "prometheus",
  "thanos-compact": "compact",
  "thanos-store": "store",
  "thanos-store-observee": undefined,
  "thanos-bucket-web": "bucket-web",
  "thanos-rule": "rule",
  "thanos-receive": "receive",
  "thanos-query": undefined,
  default: undefined,
} as const;

/** The faults in who may take the roles of a cluster by IRSA. */
export function trustFaults(cloud: Cloud, cluster: string): string[] {
  const issuer = `oidc.eks.eu-west-3.amazonaws.com/id/${cluster.toUpperCase()}`;
  const provider = `${ACCOUNT}:oidc-provider/${issuer}`;
  const take = (subject: string, audience: string, id = provider): string[] =>
    taken(cloud, {
      caller: { kind: "Federated", id },
      action: "sts:AssumeRoleWithWebIdentity",
      context: { [`${issuer}:aud`]: audience, [`${issuer}:sub`]: subject },
    });
  const own = cloud.roles.map(({ arn }) => arn);
  return Object.entries(ACCOUNTS).flatMap(([account, part]) => {
    const subject = `system:serviceaccount:thanos:${account}`;
    const role = `${ACCOUNT}:role/thanos-${cluster}-${String(part)}`;
    const wanted = part !== undefined && own.includes(role) ? [role] : [];
    const got = take(subject, "sts.amazonaws.com");
    return [
      ...(JSON.stringify(got) === JSON.stringify(wanted)
        ? []
        : [`${subject} may take ${JSON.stringify(got)}`]),
      ...take(subject, "other").map((arn) => `${arn} may be taken for another audience`),
      ...take(`system:serviceaccount:other:${account}`, "sts.amazonaws.com").map(
        (arn) => `${arn} may be taken from another namespace`,
      ),
      ...take(subject, "sts.amazonaws.com", `${provider}2`).map(
        (arn) => `${arn} may be taken from another cluster`,
      ),
    ];
  });
}
