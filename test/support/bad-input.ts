// Invalid configurations, numbered as in the table of bad input, with the expected errors.
import { EC_KEY } from "./planted-key";
import { AWS_STORE, OBSERVEE, OBSERVER, withKeys, store, type ConfigObject } from "./configs";

export interface Row {
  /** Number in the table; absent for input that is not in it. */
  readonly row?: number;
  readonly config: ConfigObject;
  readonly says: string;
}

const PARIS = { name: "paris", stack: "organization/thanos-fleet/paris" };
const kept = (retention: ConfigObject) => withKeys(OBSERVER, { compact: { retention } });
const observed = (...observees: unknown[]) => withKeys(OBSERVER, { observees });
const exposed = (exposure: ConfigObject) => withKeys(OBSERVEE, { exposure });
const served = (serverCertificate: ConfigObject) => withKeys(OBSERVEE, { serverCertificate });
const certified = (certificates: ConfigObject) => withKeys(OBSERVEE, { certificates });
const onAws = (bucket: ConfigObject, account: ConfigObject = {}) =>
  withKeys(OBSERVER, {
    ...{ objectStoreAccessKey: undefined, objectStoreSecretKey: undefined },
    objectStore: { ...Object(AWS_STORE["objectStore"]), ...bucket },
    aws: { ...Object(AWS_STORE["aws"]), ...account },
  });

const stored = (keys: ConfigObject, cluster = "observer") =>
  withKeys(OBSERVER, { store: keys, cluster });
const pool = (keys: ConfigObject) => stored({ indexCache: { kind: "memcached", ...keys } });
const aged = (...boundaries: unknown[]) => stored({ sharding: { kind: "time", boundaries } });

const ITEM =
  'must be at most half of size, and at most 1Gi, or memcached would not start; raise size, or use "1Mi"';
const ROOM =
  'in-memory caches may take at most half of the pod\'s memory limit of 2Gi in total; lower it, or use kind "memcached"';
const CLUSTER =
  "must be a DNS label of 39 characters at most: lower-case letters, digits and hyphens, beginning with a letter; " +
  'rename it, for example to "paris" or "eu-west-1"';
const PREFIX =
  'must be folder names joined by single slashes, with none at either end; use for example "metrics/paris"';
const DURATION =
  "must be a duration such as 30s, 1h30m, 90d or 1y; write a whole number and one of y, w, d, h, m, s, ms, the larger units first";
const SIZE =
  "must be a Kubernetes quantity of bytes such as 500Mi, 10Gi or 2Ti; write a whole number and one of Mi, Gi, Ti";
const HOST =
  "must be a bare DNS name: lower-case labels of 63 characters at most joined by dots, without scheme, port, wildcard or path; " +
  'write only the name, for example "thanos.paris.example.com"; a port has a key of its own';
const REPLICAS = "must be a whole number from 1 to 100; use 1, or 2 for high availability";
const LEAF_DAYS = "must be a whole number of days from 1 to 90; use 90";

/**
 * Rows that are not here: 6, 7, 32, 37, 40, 49 are about several clusters, and in the tests of the fleet's rules; 44 is
 * about steps of a rotation, and in the tests of that. 3: `[]` is legal, for an observer that is deployed first. 13,
 * 15, 25, 29, 35, 47, 53 have no key, since the program sets the value; neither has 26: the Store Gateway waits half of
 * the Compactor's `deleteDelay`. 31, 33, 34: the labels are `cluster` and Prometheus' replica label, which Query always
 * removes; labels to add are checked with Query's other keys. 24: only the grammar, since how many hours fit into a
 * size depends on the samples.
 */
export const ROWS: readonly Row[] = [
  {
    row: 1,
    config: observed(PARIS, PARIS),
    says: 'observees[1].name is "paris", but it repeats observees[0].name; give each observee a name of its own',
  },
  {
    row: 2,
    config: observed({ ...PARIS, name: "x".repeat(40) }),
    says: `observees[0].name is "${"x".repeat(40)}", but ${CLUSTER}`,
  },
  {
    row: 4,
    config: observed({ ...PARIS, name: "observer" }),
    says:
      'observees[0].name is "observer", but this is the observer\'s own cluster name; ' +
      "remove the entry, since the observer queries its own cluster anyway, or rename one of the two",
  },
  {
    row: 5,
    config: store(OBSERVER, { bucket: "m-s3alias" }),
    says: 'objectStore.bucket is "m-s3alias", but must not begin or end with a word that S3 reserves; use for example "acme-metrics-paris"',
  },
  ...["/a", "a/", "../a", "a//b"].map((prefix) => ({
    row: 8,
    config: store(OBSERVER, { prefix }),
    says: `objectStore.prefix is "${prefix}", but ${PREFIX}`,
  })),
  {
    row: 9,
    config: onAws({ region: "eu-west-9" }, { region: "eu-west-9" }),
    says: 'objectStore.region is "eu-west-9", but AWS has no such region; the nearest is "eu-west-1"',
  },
  {
    row: 10,
    config: onAws({ region: "eu-west-1" }),
    says: 'objectStore.region is "eu-west-1", but must be the region of aws.region, "eu-west-3"; make them the same',
  },
  {
    row: 11,
    config: store(OBSERVER, { kind: "GCS" }),
    says: 'objectStore.kind is "GCS", but must be "s3", "inCluster" or "thanos"; name one of them',
  },
  {
    row: 12,
    config: withKeys(OBSERVER, { objectStoreSecretKey: undefined }),
    says: "objectStoreSecretKey is required; set it with `pulumi config set --secret`, since objectStore.auth is keys",
  },
  {
    row: 14,
    config: store(OBSERVER, { buket: "x" }),
    says: 'objectStore.buket is not one of accessLog, auth, bucket, create, endpoint, forceDestroy, kind, kmsKeyArn, prefix, region, tls; did you mean "bucket"?',
  },
  {
    row: 16,
    config: withKeys(onAws({}), { unsafeForTests: { plaintextObjectStore: true } }),
    says: 'unsafeForTests is {"plaintextObjectStore":true}, but is refused with AWS; remove it',
  },
  {
    row: 17,
    config: kept({ raw: "39h" }),
    says: 'compact.retention.raw is "39h", but it must be at least 40h, or no 5 minute samples would be created from them; raise it, or use "0d" to keep them forever',
  },
  {
    row: 18,
    config: kept({ fiveMinutes: "9d" }),
    says: 'compact.retention.fiveMinutes is "9d", but it must be at least 10d, or no 1 hour samples would be created from them; raise it, or use "0d" to keep them forever',
  },
  {
    row: 19,
    config: kept({ raw: "40h" }),
    says: 'warning: compact.retention.raw is "40h": for earlier times instant queries and steps below 25m find nothing, although coarser samples are kept for ever',
  },
  {
    row: 20,
    config: kept({ fiveMinutes: "180d", oneHour: "1y", raw: "180d" }),
    says: 'warning: compact.retention.fiveMinutes is "180d": for earlier times steps below 5h find nothing, although coarser samples are kept for 1y',
  },
  ...[{ fiveMinutes: "30d" }, { raw: "1d", oneHour: "1d" }].map((retention) => ({
    row: 21,
    config: withKeys(OBSERVER, { compact: { downsampling: false, retention } }),
    says: "warning: compact.downsampling is false: no 5 minute and 1 hour samples are created, so their compact.retention applies only to existing ones",
  })),
  ...["2 weeks", "-1d", "1.5d", "0", "1d1w"].map((raw) => ({
    row: 22,
    config: kept({ raw }),
    says: `compact.retention.raw is "${raw}", but ${DURATION}`,
  })),
  {
    row: 23,
    config: withKeys(OBSERVER, { prometheus: { retention: "5h" } }),
    says: 'prometheus.retention is "5h", but must be at least 6h, or an outage of the object store loses blocks; use for example "2d"',
  },
  {
    row: 23,
    config: withKeys(OBSERVER, { prometheus: { retention: "12h" } }),
    says: "warning: prometheus.retention is below 24h: a longer outage of the object store loses blocks",
  },
  ...["0d", "59m"].map((deleteDelay) => ({
    row: 27,
    config: withKeys(OBSERVER, { compact: { deleteDelay, consistencyDelay: "0d" } }),
    says: `compact.deleteDelay is "${deleteDelay}", but must be at least 1h: Store Gateways list the bucket every 15m, and would request deleted blocks; use for example "48h"`,
  })),
  {
    row: 28,
    config: withKeys(OBSERVER, { compact: { consistencyDelay: "2h", deleteDelay: "1h" } }),
    says: 'compact.consistencyDelay is "2h", but must not be longer than compact.deleteDelay, "1h", or blocks could be deleted before their replacements are processed; use for example "30m"',
  },
  {
    row: 28,
    config: withKeys(OBSERVER, { compact: { consistencyDelay: "29m" } }),
    says: 'warning: compact.consistencyDelay is "29m": below 30m, the Compactor may process a block whose upload is incomplete',
  },
  ...[-1, 0, 1.5].map((replicas) => ({
    row: 30,
    config: withKeys(OBSERVER, { query: { replicas } }),
    says: `query.replicas is ${String(replicas)}, but ${REPLICAS}`,
  })),
  ...["*.example.com", "10.0.0.1", "a.example.com.", "A.example.com", "a_b.example.com"].map(
    (hostname) => ({
      row: 36,
      config: exposed({ kind: "ingress", hostname }),
      says: `exposure.hostname is "${hostname}", but ${HOST}`,
    }),
  ),
  ...[0, 65536].map((port) => ({
    row: 38,
    config: exposed({ kind: "loadBalancer", port }),
    says: `exposure.port is ${String(port)}, but must be a whole number from 1 to 65535; use for example 443`,
  })),
  {
    row: 38,
    config: exposed({ kind: "loadBalancer", port: "443/tcp" }),
    says: 'exposure.port is "443/tcp", but must be a number; change its type',
  },
  {
    row: 39,
    config: withKeys(OBSERVER, { kubernetes: {} }),
    says: "kubernetes.context is required; name a context of your kubeconfig (`kubectl config get-contexts`), since the current one is never used",
  },
  {
    row: 41,
    config: observed({ name: "paris", stack: "organization/thanos-fleet/test" }),
    says: 'observees[0].stack is "organization/thanos-fleet/test", but the observer cannot be an observee of itself; name the observee\'s own stack',
  },
  ...[0, 91, 1.5].map((leafDays) => ({
    row: 42,
    config: certified({ leafDays }),
    says: `certificates.leafDays is ${String(leafDays)}, but ${LEAF_DAYS}`,
  })),
  {
    row: 42,
    config: certified({ caDays: 90 }),
    says: "certificates.caDays is 90, but must be a whole number of days from 365 to 3650; use 1825",
  },
  {
    row: 43,
    config: certified({ curve: "P224" }),
    says: 'certificates.curve is "P224", but must be "P256" or "P384"; use "P256"',
  },
  {
    row: 44,
    config: observed({ ...PARIS, clientCa: { generation: 1, phase: "overlap" } }),
    says: 'observees[0].clientCa is {"generation":1,"phase":"overlap"}, but generation 1 must be stable: it has no predecessor; use generation 2 to begin the first rotation',
  },
  {
    row: 44,
    config: observed({ ...PARIS, clientCa: { generation: 2, phase: "new" } }),
    says: 'observees[0].clientCa.phase is "new", but must be "stable" or "overlap" or "cutover"; use "stable"',
  },
  {
    row: 45,
    config: exposed({ kind: "ingress", hostname: "a.example.com" }),
    says: "warning: ingress-nginx was retired in March 2026 and gets no fixes; exposure kind loadBalancer needs no controller",
  },
  {
    row: 48,
    config: withKeys(OBSERVER, { images: { digests: { thanos: "latest" } } }),
    says: 'images.digests.thanos is "latest", but must be sha256: and 64 hexadecimal digits; copy it from the registry, or leave it out',
  },
  ...["1Gib", "10GB"].map((size) => ({
    row: 50,
    config: withKeys(OBSERVER, { store: { storage: { size } } }),
    says: `store.storage.size is "${size}", but ${SIZE}`,
  })),
  {
    row: 51,
    config: withKeys(OBSERVER, { compact: { retentions: {} } }),
    says: 'compact.retentions is not one of concurrency, consistencyDelay, deleteDelay, downsampling, retention, storage; did you mean "retention"?',
  },
  {
    row: 52,
    config: withKeys(OBSERVER, { objectStoreSecretKey: "hunter2" }),
    says: "objectStoreSecretKey must be a secret; set it again with `pulumi config set --secret thanos-fleet:objectStoreSecretKey`, and replace the secret itself, which was stored unencrypted",
  },
  ...["no\u0000", "p\u0430ris"].map((cluster) => ({
    row: 54,
    config: withKeys(OBSERVER, { cluster }),
    says: `cluster is ${JSON.stringify(cluster)}, but ${CLUSTER}`,
  })),
  {
    row: 54,
    config: withKeys(OBSERVEE, { leafQuery: JSON.parse('{"__proto__": {"a": 1}}') }),
    says: "leafQuery.__proto__ is not one of replicas; remove it",
  },
  {
    row: 54,
    config: withKeys(OBSERVER, { cluster: "x".repeat(1 << 20) }),
    says: `cluster is "${"x".repeat(79)}…, but ${CLUSTER}`,
  },
  {
    config: withKeys(OBSERVER, { revoked: ["pariss"] }),
    says: 'revoked[0] is "pariss", but there is no observee of this name; did you mean "paris"?',
  },
  {
    config: stored({ indexCache: { kind: "redis" } }),
    says: 'store.indexCache.kind is "redis", but must be "inMemory" or "memcached"; name one of them',
  },
  {
    config: withKeys(OBSERVER, { queryFrontend: { responseCache: "inMemory" } }),
    says: 'queryFrontend.responseCache is "inMemory", but must be an object; change its type',
  },
  {
    config: withKeys(OBSERVER, { queryFrontend: { responseCache: { kind: "off", size: "1Gi" } } }),
    says: "queryFrontend.responseCache.size is not one of kind; remove it",
  },
  {
    config: pool({ size: "64Mi", maxItemSize: "33Mi" }),
    says: `store.indexCache.maxItemSize is "33Mi", but ${ITEM}`,
  },
  {
    config: pool({ size: "8Gi", maxItemSize: "2Gi" }),
    says: `store.indexCache.maxItemSize is "2Gi", but ${ITEM}`,
  },
  {
    config: pool({ size: "1GB" }),
    says: `store.indexCache.size is "1GB", but ${SIZE}`,
  },
  {
    config: stored({ indexCache: { kind: "inMemory", size: "1M" } }),
    says: 'store.indexCache.size is "1M", but must be at least 1Mi; use for example "250Mi"',
  },
  {
    config: pool({ maxItemSize: "1M" }),
    says: 'store.indexCache.maxItemSize is "1M", but must be at least 1Mi; use for example "250Mi"',
  },
  {
    config: pool({ replicas: 0 }),
    says: `store.indexCache.replicas is 0, but ${REPLICAS}`,
  },
  {
    config: stored({ indexCache: { kind: "inMemory", size: "1025Mi" } }),
    says: `store.indexCache.size is "1025Mi", but ${ROOM}`,
  },
  {
    config: stored({
      indexCache: { kind: "inMemory", size: "800Mi" },
      bucketCache: { kind: "inMemory", size: "300Mi" },
    }),
    says: `store.bucketCache.size is "300Mi", but ${ROOM}`,
  },
  {
    config: withKeys(OBSERVER, {
      queryFrontend: { responseCache: { kind: "inMemory", size: "1Gi" } },
    }),
    says: `queryFrontend.responseCache.size is "1Gi", but ${ROOM.replace("2Gi", "1Gi")}`,
  },
  ...[0, 1, 51, 2.5].map((shards) => ({
    config: stored({ sharding: { kind: "hash", shards } }),
    says: `store.sharding.shards is ${String(shards)}, but must be a whole number from 2 to 50; omit sharding for one set`,
  })),
  {
    config: stored({ sharding: { kind: "label", shards: 2 } }),
    says: 'store.sharding.kind is "label", but must be "hash" or "time"; name one of them',
  },
  {
    config: aged(),
    says: "store.sharding.boundaries is [], but must have 1 to 9 ages; omit sharding for one set",
  },
  {
    config: aged("2w", "10d"),
    says: 'store.sharding.boundaries is ["2w","10d"], but must be in ascending order; sort it',
  },
  {
    config: aged("14d", "2w"),
    says: 'store.sharding.boundaries is ["14d","2w"], but must be in ascending order; sort it',
  },
  ...["36h", "1d12h", "0d"].map((age) => ({
    config: aged(age),
    says: `store.sharding.boundaries[0] is "${age}", but must be whole days, such as 14d, 8w or 1y; round it to days`,
  })),
  {
    config: aged("-2w"),
    says: `store.sharding.boundaries[0] is "-2w", but ${DURATION}`,
  },
  {
    config: stored({ sharding: { kind: "hash", shards: 10 } }, "x".repeat(32)),
    says:
      `cluster is "${"x".repeat(32)}", but with store.sharding it may have at most 31 characters, ` +
      "since thanos-store-<cluster>-0-of-10 is limited to 52; shorten it, or remove store.sharding",
  },
  {
    config: withKeys(observed({ ...PARIS, name: "x".repeat(31) }), {
      store: { sharding: { kind: "hash", shards: 11 } },
    }),
    says:
      `observees[0].name is "${"x".repeat(31)}", but with store.sharding it may have at most 30 characters, ` +
      "since thanos-store-<cluster>-10-of-11 is limited to 52; shorten it, or remove store.sharding",
  },
  {
    config: served({ issuer: "acme" }),
    says: 'serverCertificate.issuer is "acme", but must be "self", "certManager" or "supplied"; name one of them',
  },
  {
    config: served({ issuer: "self", secretName: "a" }),
    says: "serverCertificate.secretName is not one of ca, issuer; remove it",
  },
  {
    config: served({ issuer: "supplied", secretName: "a", caPem: EC_KEY }),
    says: "serverCertificate.caPem is a private key, but must be one or more PEM certificates, and no key; write it as a YAML block with |",
  },
  {
    config: onAws({}, { accountId: "123" }),
    says: 'aws.accountId is "123", but must be the twelve digits of an AWS account; quote it, so that YAML keeps it a text',
  },
  {
    config: onAws({}, { accountId: 111122223333 }),
    says: "aws.accountId is 111122223333, but must be a string; change its type",
  },
  ...[0, 65, 1.5].map((concurrency) => ({
    config: withKeys(OBSERVER, { compact: { concurrency } }),
    says: `compact.concurrency is ${String(concurrency)}, but must be a whole number from 1 to 64; use 1`,
  })),
  {
    config: withKeys(OBSERVEE, { monitoringStack: "helm" }),
    says: 'monitoringStack is "helm", but must be an object; change its type',
  },
  {
    config: withKeys(OBSERVEE, { monitoringStack: { kind: "chart" } }),
    says: 'monitoringStack.kind is "chart", but must be "present" or "helm"; name one of them',
  },
  {
    config: withKeys(OBSERVEE, { monitoringStack: { kind: "present", version: "88.5.3" } }),
    says: "monitoringStack.version is not one of kind; remove it",
  },
  {
    config: withKeys(OBSERVEE, {
      monitoringStack: { kind: "helm", chart: "https://example.com/a.tgz" },
    }),
    says: 'monitoringStack.chart is "https://example.com/a.tgz", but must be a chart name, an oci:// URL, or a path that begins with . or /; use for example "oci://mirror.example.com/charts/kube-prometheus-stack"',
  },
  {
    config: withKeys(OBSERVEE, {
      monitoringStack: { kind: "helm", chart: "./kps", repository: "https://example.com" },
    }),
    says: 'monitoringStack.repository is "https://example.com", but is only for a chart given by name; remove it',
  },
  {
    config: withKeys(OBSERVEE, { monitoringStack: { kind: "helm", namespace: "thanos" } }),
    says: 'monitoringStack.namespace is "thanos", but it equals namespace, and each has a Pod Security Standard of its own; give it a name of its own',
  },
  {
    config: withKeys(OBSERVEE, { monitoringStack: { kind: "helm", nodeNamespace: "monitoring" } }),
    says: 'monitoringStack.nodeNamespace is "monitoring", but it equals monitoringStack.namespace, and each has a Pod Security Standard of its own; give it a name of its own',
  },
  {
    config: withKeys(OBSERVEE, { prometheus: { scrape: { kubelets: false } } }),
    says: 'prometheus.scrape.kubelets is not one of apiServer, kubelet; did you mean "kubelet"?',
  },
  {
    config: withKeys(OBSERVEE, {
      monitoringStack: { kind: "helm" },
      prometheus: { scrape: { kubelet: false } },
    }),
    says: "prometheus.scrape.kubelet is false, but the chart's ServiceMonitor for it is off, so nothing would scrape it; remove it, or set monitoringStack.values.kubelet.serviceMonitor.enabled to true",
  },
  {
    config: withKeys(OBSERVER, {
      monitoringStack: {
        kind: "helm",
        values: { kubeApiServer: { serviceMonitor: { enabled: true } } },
      },
    }),
    says: "warning: monitoringStack.values.kubeApiServer.serviceMonitor.enabled is on: the same targets are scraped twice, and sums of their metrics double. Set prometheus.scrape.apiServer to false",
  },
  {
    config: withKeys(OBSERVEE, { alerts: { runbookUrl: "docs/runbooks.md" } }),
    says: 'alerts.runbookUrl is "docs/runbooks.md", but must be a URL with http:// or https://; use for example "https://thanos.example.com"',
  },
  {
    config: withKeys(OBSERVER, { bucketWeb: { replica: 2 } }),
    says: 'bucketWeb.replica is not one of replicas; did you mean "replicas"?',
  },
  {
    config: withKeys(OBSERVEE, { bucketWeb: { replicas: 0 } }),
    says: `bucketWeb.replicas is 0, but ${REPLICAS}`,
  },
  {
    config: withKeys(onAws({}), { bucketWeb: {} }),
    says: "objectStore.auth.roleArns.bucketWeb is required if bucketWeb is configured and IAM roles are used; name a role that may list and read the bucket, or remove bucketWeb",
  },
  {
    config: withKeys(OBSERVER, { prometheus: { shards: 2 } }),
    says: "warning: prometheus.shards is 2: every shard evaluates every rule over its own targets alone; rules over all of them belong to the Ruler",
  },
  {
    config: store(OBSERVER, { forceDestroy: true }),
    says: "warning: objectStore.forceDestroy is on: `pulumi destroy` deletes the bucket with all blocks in it",
  },
  {
    config: withKeys(OBSERVER, { unsafeForTests: { alwaysRenew: true } }),
    says: "warning: unsafeForTests is on (alwaysRenew): data of this cluster is not safe",
  },
];
