// Configurations with invalid values, with the expected errors.
import type { Case } from "./bad-names";
import {
  AWS_STORE,
  OBSERVEE,
  OBSERVER,
  SECURE,
  withKeys,
  store,
  type ConfigObject,
} from "./configs";

const onAws = (other: ConfigObject) =>
  withKeys(OBSERVER, {
    ...AWS_STORE,
    objectStoreAccessKey: undefined,
    objectStoreSecretKey: undefined,
    ...other,
  });

const HOSTNAME =
  "must be a bare DNS name: lower-case labels of 63 characters at most joined by dots, without scheme, port, wildcard or path; " +
  'write only the name, for example "thanos.paris.example.com"; a port has a key of its own';
const REPLICAS = "must be a whole number from 1 to 100; use 1, or 2 for high availability";
const BUCKET =
  "must hold lower-case letters, digits and hyphens only, hyphens not at the ends; a dot would break TLS to the bucket's own host name; " +
  'use for example "acme-metrics-paris"';

export const HOSTS: readonly Case[] = [
  {
    refuses: "an Ingress' host name with a port in it",
    config: withKeys(OBSERVEE, { exposure: { kind: "ingress", hostname: "a.example.com:443" } }),
    says: `exposure.hostname is "a.example.com:443", but ${HOSTNAME}`,
  },
  {
    refuses: "an address with a port in it",
    config: withKeys(OBSERVEE, {
      exposure: { kind: "loadBalancer", address: "a.example.com:443" },
    }),
    says: `exposure.address is "a.example.com:443", but ${HOSTNAME}`,
  },
  {
    refuses: "a server name that the Ingress does not answer to",
    config: withKeys(OBSERVEE, {
      exposure: { kind: "ingress", hostname: "a.example.com" },
      serverName: "b.example.com",
    }),
    says:
      'serverName is "b.example.com", but it must equal exposure.hostname, "a.example.com", by which the edge selects the certificate; ' +
      "remove serverName",
  },
  {
    refuses: "a kind of exposure that there is not",
    config: withKeys(OBSERVEE, { exposure: { kind: "nodeport" } }),
    says: 'exposure.kind is "nodeport", but must be "loadBalancer", "nodePort", "ingress", "traefik", "gateway" or "remoteWrite"; name one of them',
  },
  {
    refuses: "a port above 65535",
    config: withKeys(OBSERVEE, { exposure: { kind: "loadBalancer", port: 65536 } }),
    says: "exposure.port is 65536, but must be a whole number from 1 to 65535; use for example 443",
  },
  {
    refuses: "a source range that is none",
    config: withKeys(OBSERVEE, {
      exposure: { kind: "loadBalancer", sourceRanges: ["300.0.0.0/8"] },
    }),
    says:
      'exposure.sourceRanges[0] is "300.0.0.0/8", but must be an IPv4 or IPv6 range that begins with its own address; ' +
      'use for example "203.0.113.7/32", "10.0.0.0/8" for all that begin with 10, or "2001:db8::/32"',
  },
];

export const NUMBERS: readonly Case[] = [
  ...[0, -1, 1.5, 101].map((n) => ({
    refuses: `${String(n)} replicas`,
    config: withKeys(OBSERVER, { query: { replicas: n } }),
    says: `query.replicas is ${String(n)}, but ${REPLICAS}`,
  })),
  ...[29999, 32768].map((n) => ({
    refuses: `the node port ${String(n)}, which no server gives out`,
    config: withKeys(OBSERVER, { queryFrontend: { nodePort: n } }),
    says: `queryFrontend.nodePort is ${String(n)}, but must be a whole number from 30000 to 32767; use for example 30090`,
  })),
  {
    refuses: "one node port for two parts",
    config: withKeys(OBSERVER, { prometheus: { nodePort: 30090 }, query: { nodePort: 30090 } }),
    says: "query.nodePort is 30090, but it repeats prometheus.nodePort; give each part a port of its own",
  },
  {
    refuses: "a word for a number",
    config: withKeys(OBSERVER, { query: { replicas: "two" } }),
    says: 'query.replicas is "two", but must be a number; change its type',
  },
  ...[0, 21, 1.5].map((shards) => ({
    refuses: `${String(shards)} shards`,
    config: withKeys(OBSERVER, { prometheus: { shards } }),
    says:
      `prometheus.shards is ${String(shards)}, but must be a whole number from 1 to 20; ` +
      "use 1, or 2 if one Prometheus has too little memory for all targets",
  })),
  {
    refuses: "a size that there is not",
    config: withKeys(OBSERVER, { size: "huge" }),
    says: 'size is "huge", but must be "small" or "medium" or "large"; use "small"',
  },
  {
    refuses: "an anti-affinity that there is not",
    config: withKeys(OBSERVER, { prometheus: { antiAffinity: "hard" } }),
    says: 'prometheus.antiAffinity is "hard", but must be "preferred" or "required"; use "preferred"',
  },
  {
    refuses: "a bound on Prometheus' data that its disk is too small for",
    config: withKeys(OBSERVER, { prometheus: { retentionSize: "15Gi" } }),
    says:
      'prometheus.retentionSize is "15Gi", but must be below prometheus.storage.size, "15Gi", or the disk fills up first; ' +
      "use four fifths of the disk",
  },
  {
    refuses: "a retention that an outage of the object store outlasts",
    config: withKeys(OBSERVER, { prometheus: { retention: "1h" } }),
    says:
      'prometheus.retention is "1h", but must be at least 6h, or an outage of the object store loses blocks; ' +
      'use for example "2d"',
  },
  {
    refuses: "a scrape interval that no rule or dashboard expects",
    config: withKeys(OBSERVER, { prometheus: { scrapeInterval: "5m" } }),
    says: 'prometheus.scrapeInterval is "5m", but must be from 1s to 60s; use 15s',
  },
];

const other = (...endpoints: readonly ConfigObject[]) =>
  withKeys(OBSERVER, { query: { endpoints } });
const tls = { secretName: "partner", serverName: "a.example.com" };
const ADDRESS =
  "must be host:port, dns+host:port, or dnssrv+ and an SRV name; " +
  'use for example "thanos.example.com:443" or "dnssrv+_grpc._tcp.thanos-sidecar.monitoring.svc"';

export const QUERIES: readonly Case[] = [
  ...["a.example.com", "https://a.example.com:443", "dnssrv+a.example.com", "file+a:1"].map(
    (address) => ({
      refuses: `the StoreAPI ${address}`,
      config: other({ address }),
      says: `query.endpoints[0].address is "${address}", but ${ADDRESS}`,
    }),
  ),
  {
    refuses: "one StoreAPI twice",
    config: other({ address: "a:1" }, { address: "a:1" }),
    says: 'query.endpoints[1].address is "a:1", but it repeats query.endpoints[0].address; remove one of them',
  },
  {
    refuses: "mutual TLS with a name that Thanos resolves, which it would call in plain",
    config: other({ address: "dns+a.example.com:443", tls }),
    says:
      'query.endpoints[0].address is "dns+a.example.com:443", but Thanos uses no TLS settings for addresses that it resolves itself; ' +
      "use host:port, or remove tls",
  },
  {
    refuses: "a group by mutual TLS",
    config: other({ address: "a.example.com:443", group: true, tls }),
    says: "query.endpoints[0].group is true, but an endpoint with tls is one server with one name; remove it, or remove tls",
  },
  {
    refuses: "mutual TLS without a name to check",
    config: other({ address: "a.example.com:443", tls: { secretName: "partner" } }),
    says: "query.endpoints[0].tls.serverName is required; give it a string",
  },
  ...["my-replica", "__replica", "1replica", ""].map((label) => ({
    refuses: `the replica label "${label}"`,
    config: withKeys(OBSERVER, { query: { replicaLabels: [label] } }),
    says:
      `query.replicaLabels[0] is "${label}", but must be a label name: letters, digits and underscores, ` +
      'not beginning with a digit or with two underscores; use for example "replica"',
  })),
  {
    refuses: "a fleet without clusters",
    config: withKeys(OBSERVER, { query: { replicaLabels: ["replica", "cluster"] } }),
    says: 'query.replicaLabels[1] is "cluster", but it distinguishes the clusters: without it, their series would be merged; remove it',
  },
  {
    refuses: "a replica label that is one anyway",
    config: withKeys(OBSERVER, { query: { replicaLabels: ["prometheus_replica"] } }),
    says: 'query.replicaLabels[0] is "prometheus_replica", but it is always a replica label; remove it',
  },
  {
    refuses: "a replica label twice",
    config: withKeys(OBSERVER, { query: { replicaLabels: ["a", "a"] } }),
    says: 'query.replicaLabels[1] is "a", but it is listed twice; remove it',
  },
];

export const STORES: readonly Case[] = [
  ...["Metrics", "my.bucket", "my_bucket", "-metrics", "metrics-"].map((bucket) => ({
    refuses: `the bucket name ${bucket}`,
    config: store(OBSERVER, { bucket }),
    says: `objectStore.bucket is "${bucket}", but ${BUCKET}`,
  })),
  {
    refuses: "a bucket name that is one letter too short",
    config: store(OBSERVER, { bucket: "ab" }),
    says: 'objectStore.bucket is "ab", but must have 3 to 63 characters (it has 2); use for example "acme-metrics-paris"',
  },
  {
    refuses: "a bucket name that S3 keeps for itself",
    config: store(OBSERVER, { bucket: "xn--metrics" }),
    says:
      'objectStore.bucket is "xn--metrics", but must not begin or end with a word that S3 reserves; ' +
      'use for example "acme-metrics-paris"',
  },
  ...[
    "https://s3.example.com",
    "s3.example.com:99999",
    "s3.example.com:1e3",
    "s3.example.com/x",
  ].map((endpoint) => ({
    refuses: `the endpoint ${endpoint}`,
    config: store(OBSERVER, { endpoint }),
    says:
      `objectStore.endpoint is "${endpoint}", but must be host or host:port, without scheme or path; ` +
      'use for example "s3.example.com" or "s3.example.com:9000"',
  })),
  {
    refuses: "unsafeForTests with AWS",
    config: onAws({ unsafeForTests: { blockDuration: "1m" } }),
    says: 'unsafeForTests is {"blockDuration":"1m"}, but is refused with AWS; remove it',
  },
  {
    refuses: "to make a bucket on AWS with an ambient account",
    config: onAws({ aws: undefined }),
    says:
      "aws is required to make a bucket on AWS; " +
      "give it region, profile and accountId, since the ambient ones are never used",
  },
  {
    refuses: "a bucket in another region than its provider",
    config: onAws({ aws: { region: "eu-west-1", profile: "test", accountId: "111122223333" } }),
    says: 'objectStore.region is "eu-west-3", but must be the region of aws.region, "eu-west-1"; make them the same',
  },
  {
    refuses: "IAM roles at an endpoint that is not AWS'",
    config: withKeys(onAws({}), {
      objectStore: { ...Object(AWS_STORE["objectStore"]), endpoint: "s3.example.com" },
    }),
    says: 'objectStore.auth.kind is "irsa", but IAM roles work at AWS\' own endpoint only; use "keys", or remove objectStore.endpoint',
  },
];

export const SECRETS: readonly Case[] = [
  {
    refuses: "a secret that stands in clear, without showing it",
    config: withKeys(OBSERVER, { objectStoreSecretKey: "hunter2" }),
    says:
      "objectStoreSecretKey must be a secret; set it again with `pulumi config set --secret thanos-fleet:objectStoreSecretKey`, " +
      "and replace the secret itself, which was stored unencrypted",
  },
  {
    refuses: "a key pair without its key",
    config: withKeys(OBSERVER, { objectStoreSecretKey: undefined }),
    says: "objectStoreSecretKey is required; set it with `pulumi config set --secret`, since objectStore.auth is keys",
  },
  {
    refuses: "an object that became a secret as a whole",
    config: withKeys(OBSERVER, { query: SECURE }),
    says: "query must not be secret as a whole; set it without --secret; secrets have keys of their own",
  },
];
