// Invalid configurations of buckets and roles on AWS, with the expected errors.
import { LEAF, OTHER_CA } from "../../tools/render/certificates";
import type { Case } from "./bad-names";
import { AWS_STORE, OBSERVER, withKeys, store, type ConfigObject } from "./configs";

const onAws = (other: ConfigObject) =>
  withKeys(OBSERVER, {
    ...AWS_STORE,
    objectStoreAccessKey: undefined,
    objectStoreSecretKey: undefined,
    ...other,
  });
const awsStore = (other: ConfigObject) =>
  onAws({ objectStore: withKeys(Object(AWS_STORE["objectStore"]), other) });
const PROVIDER =
  "arn:aws:iam::444455556666:oidc-provider/oidc.eks.eu-west-3.amazonaws.com/id/EXAMPLE";
const KEY = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const BOTH = { ...Object(Object(AWS_STORE["objectStore"]).auth), oidcProviderArn: PROVIDER };
const LOG = { bucket: "acme-logs", prefix: "metrics/" };

export const CLOUD: readonly Case[] = [
  {
    refuses: "a key of another region than the bucket's",
    config: awsStore({ kmsKeyArn: KEY }),
    says: `objectStore.kmsKeyArn is "${KEY}", but must be of the bucket's region, "eu-west-3", where S3 looks for it; name a key of that region`,
  },
  {
    refuses: "an alias in the place of a key",
    config: awsStore({ kmsKeyArn: "arn:aws:kms:eu-west-3:111122223333:alias/metrics" }),
    says:
      'objectStore.kmsKeyArn is "arn:aws:kms:eu-west-3:111122223333:alias/metrics", but must be the ARN of a KMS key, not of an alias; ' +
      'use for example "arn:aws:kms:eu-west-3:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"',
  },
  {
    refuses: "an OIDC provider of another account than the roles'",
    config: awsStore({ auth: { kind: "irsa", oidcProviderArn: PROVIDER } }),
    says: `objectStore.auth.oidcProviderArn is "${PROVIDER.slice(0, 79)}…, but must be of the account in which the roles are made, "111122223333"; name the provider of that account, or correct aws.accountId`,
  },
  {
    refuses: "an issuer's address in the place of its provider",
    config: awsStore({ auth: { kind: "irsa", oidcProviderArn: "https://oidc.eks.x" } }),
    says:
      'objectStore.auth.oidcProviderArn is "https://oidc.eks.x", but must be the ARN of an IAM OIDC provider; ' +
      'use for example "arn:aws:iam::123456789012:oidc-provider/oidc.eks.eu-west-3.amazonaws.com/id/EXAMPLE"',
  },
  {
    refuses: "roles that are both given and made",
    config: awsStore({
      auth: BOTH,
    }),
    says: `objectStore.auth is ${JSON.stringify(BOTH).slice(0, 80)}…, but must have exactly one of roleArns and oidcProviderArn; name roles that exist, or the OIDC provider for which roles are to be made`,
  },
  {
    refuses: "an illegal name of an EKS cluster",
    config: awsStore({ auth: { kind: "podIdentity", clusterName: "a b" } }),
    says: 'objectStore.auth.clusterName is "a b", but must be the name of an EKS cluster; write it as `aws eks list-clusters` shows it',
  },
  {
    refuses: "a way to authenticate that there is not",
    config: awsStore({ auth: { kind: "instanceProfile" } }),
    says: 'objectStore.auth.kind is "instanceProfile", but must be "keys", "irsa" or "podIdentity"; name one of them',
  },
  ...(
    [
      ["bucket", "name the bucket, one for each cluster, for example acme-metrics-paris"],
      ["create", "use true to create the bucket, or false for an existing one"],
      ["region", "name the bucket's region, for example eu-west-3"],
    ] as const
  ).map(([key, fix]) => ({
    refuses: `a store without its ${key}`,
    config: awsStore({ [key]: undefined }),
    says: `objectStore.${key} is required; ${fix}`,
  })),
  {
    refuses: "Pod Identity at an endpoint that is not AWS'",
    config: awsStore({
      endpoint: "s3.example.com",
      auth: { kind: "podIdentity", clusterName: "paris" },
    }),
    says: 'objectStore.auth.kind is "podIdentity", but IAM roles work at AWS\' own endpoint only; use "keys", or remove objectStore.endpoint',
  },
  {
    refuses: "a key at an endpoint that is not AWS'",
    config: store(OBSERVER, { kmsKeyArn: KEY }),
    says: `objectStore.kmsKeyArn is "${KEY}", but works at AWS' own endpoint only; remove it, or remove objectStore.endpoint`,
  },
  {
    refuses: "a CA of one's own at AWS",
    config: awsStore({ tls: { caPem: OTHER_CA } }),
    says: "objectStore.tls is for an S3-compatible server only: every system trusts AWS' certificates; remove it, or name the server in objectStore.endpoint",
  },
  {
    refuses: "a server's own certificate in the place of its CA",
    config: store(OBSERVER, { tls: { caPem: LEAF } }),
    says: `objectStore.tls.caPem is ${JSON.stringify(LEAF).slice(0, 80)}…, but must contain CA certificates only, and "O=thanos-fleet, CN=placeholder leaf" is not a CA; give the certificate of the CA that signed it`,
  },
  {
    refuses: "an address with a port as the name in a certificate",
    config: store(OBSERVER, { tls: { caPem: OTHER_CA, serverName: "s3.example.com:9000" } }),
    says: 'objectStore.tls.serverName is "s3.example.com:9000", but must be a DNS name or an IPv4 address, without scheme, port or path; use for example "node-1.example.com" or "10.0.0.7"',
  },
  {
    refuses: "no CA where there is to be one",
    config: store(OBSERVER, { tls: {} }),
    says: "objectStore.tls.caPem is required; give it a string",
  },
  {
    refuses: "an access log at an endpoint that is not AWS'",
    config: store(OBSERVER, { accessLog: LOG }),
    says: 'objectStore.accessLog is {"bucket":"acme-logs","prefix":"metrics/"}, but works at AWS\' own endpoint only; remove it, or remove objectStore.endpoint',
  },
  {
    refuses: "an access log of a bucket in itself",
    config: awsStore({ accessLog: { ...LOG, bucket: "metrics-test" } }),
    says: 'objectStore.accessLog.bucket is "metrics-test", but must not be the bucket itself: each log entry would be logged again; name another bucket',
  },
  {
    refuses: "a folder of the log without a slash at its end",
    config: awsStore({ accessLog: { ...LOG, prefix: "metrics" } }),
    says: 'objectStore.accessLog.prefix is "metrics", but must be folder names, each with a slash after it; use for example "metrics/"',
  },
  ...Object.entries({ forceDestroy: true, accessLog: LOG }).map(([name, value]) => ({
    refuses: `${name} for a bucket that exists`,
    config: awsStore({ create: false, [name]: value }),
    says: `objectStore.${name} is ${JSON.stringify(value)}, but is for a bucket that this stack creates, and with create: false the bucket is not managed; remove it`,
  })),
  {
    refuses: "roles for a bucket that exists, in an ambient account",
    config: withKeys(
      awsStore({ create: false, auth: { kind: "podIdentity", clusterName: "paris" } }),
      {
        aws: undefined,
      },
    ),
    says: "aws is required to make roles on AWS; give it region, profile and accountId, since the ambient ones are never used",
  },
  {
    refuses: "an account without its number",
    config: onAws({ aws: { region: "eu-west-3", profile: "test" } }),
    says: "aws.accountId is required; write the account's twelve digits in quotes; any other account is refused",
  },
];
