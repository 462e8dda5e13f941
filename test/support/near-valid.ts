// Generators of nearly valid configurations: every key is valid at first, and then some are corrupted.
import fc from "fast-check";
import { CLIENT_CA, OTHER_CA } from "../../tools/render/certificates";
import { observerOutputs } from "../../tools/render/references";
import { observeeOutputs } from "./contracts";
import { STORE_TYPES } from "../../components/object-store/thanos/types";
import { SECURE, type ConfigObject } from "./configs";

const full = (name: string) => `organization/thanos-fleet/${name}`;
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const some = <T extends object>(of: { [K in keyof T]: fc.Arbitrary<T[K]> }) =>
  fc.record(of, { requiredKeys: [] });

/** For literal outputs: parsing the certificates in them takes longer than all else. */
const seldom = fc.nat(9).map((n) => n === 0);

const name = fc.constantFrom("paris", "lyon", "nantes-2", "a", "x".repeat(39));
const host = fc.constantFrom("thanos.example.com", "a", "edge-1.paris.example.com");
const replicas = fc.integer({ min: 1, max: 100 });
const nodePort = fc.integer({ min: 30000, max: 32767 });
const size = fc.constantFrom("500Mi", "10Gi", "2Ti");
const kept = fc.constantFrom("0d", "40h", "10d", "30d", "1y", "1y6w");
const volume = some({ size, storageClass: fc.constantFrom("fast", "slow") });
const inMemory = some({ size: fc.constantFrom("100Mi", "250Mi", "1Gi") }).map((more) => ({
  kind: "inMemory",
  ...more,
}));
const memcached = some({
  ...{ replicas, size: fc.constantFrom("64Mi", "1Gi", "2Ti") },
  maxItemSize: fc.constantFrom("1Mi", "32Mi", "1Gi"),
}).map((more) => ({ kind: "memcached", ...more }));
const cache = fc.oneof(inMemory, memcached);
const sharding = fc.oneof(
  fc.integer({ min: 2, max: 50 }).map((shards) => ({ kind: "hash", shards })),
  fc
    .subarray(["1d", "2w", "90d", "1y"], { minLength: 1 })
    .map((boundaries) => ({ kind: "time", boundaries })),
);
const rotation = fc.oneof(
  fc.record({ generation: fc.integer({ min: 1, max: 1000 }), phase: fc.constant("stable") }),
  fc.record({
    generation: fc.integer({ min: 2, max: 1000 }),
    phase: fc.constantFrom("overlap", "cutover"),
  }),
);

const unsafe = some({
  blockDuration: fc.constantFrom("1m", "2h"),
  retention: fc.constantFrom("30m", "1h"),
  secretDelay: fc.constantFrom("0d", "30s"),
  plaintextObjectStore: fc.boolean(),
  alwaysRenew: fc.boolean(),
});

/** A store of another type than S3. */
const otherStore = fc.record({
  objectStore: fc.record(
    {
      ...{ kind: fc.constant("thanos"), prefix: fc.constantFrom("a", "a/b") },
      type: fc.constantFrom(...Object.keys(STORE_TYPES)),
    },
    { requiredKeys: ["kind", "type"] },
  ),
  objectStoreConfig: fc.constant(SECURE),
  unsafeForTests: maybe(unsafe),
});

/** An S3 server inside the cluster; whether it must be exposed depends on the role. */
const ownServer = fc.record({
  objectStore: fc.record(
    {
      ...{ kind: fc.constant("inCluster"), server: fc.constantFrom("versitygw", "minio") },
      ...{ bucket: fc.constantFrom("metrics", "m-1"), storage: volume, ca: rotation },
      exposure: fc.oneof(
        some({ port: fc.integer({ min: 1, max: 65535 }), address: host }).map((more) => ({
          kind: "loadBalancer",
          ...more,
        })),
        fc.constant({ kind: "nodePort", nodePort: 30900, address: "10.0.0.7" }),
      ),
    },
    { requiredKeys: ["kind"] },
  ),
  unsafeForTests: maybe(unsafe),
});

/** A store at AWS with all required keys, at another S3 endpoint, or of another type. */
const store = fc.oneof(
  otherStore,
  ownServer,
  fc.constantFrom("eu-west-3", "us-east-1").chain((region) =>
    fc.record({
      objectStore: fc.record({
        ...{ kind: fc.constant("s3"), create: fc.constant(true), region: fc.constant(region) },
        bucket: fc.constantFrom("metrics", "m-1"),
        auth: fc.constant({
          kind: "irsa",
          roleArns: {
            prometheus: "arn:aws:iam::111122223333:role/p",
            compact: "arn:aws:iam::111122223333:role/c",
            bucketWeb: "arn:aws:iam::111122223333:role/w",
            rule: "arn:aws:iam::111122223333:role/r",
          },
        }),
      }),
      aws: fc.record(
        {
          ...{ region: fc.constant(region), profile: fc.constantFrom("test", "other") },
          accountId: fc.constant("111122223333"),
          tags: fc.dictionary(fc.constantFrom("team", "cost"), fc.string()),
        },
        { requiredKeys: ["region", "profile", "accountId"] },
      ),
    }),
  ),
  fc.record({
    objectStore: fc.record(
      {
        ...{ kind: fc.constant("s3"), create: fc.boolean(), region: fc.constant("anywhere") },
        bucket: fc.constantFrom("metrics", "m-1"),
        prefix: fc.constantFrom("a", "a/b"),
        endpoint: fc.constantFrom("s3.example.com", "10.0.0.1:9000"),
        auth: fc.constant({ kind: "keys" }),
      },
      { requiredKeys: ["kind", "create", "region", "bucket", "endpoint", "auth"] },
    ),
    objectStoreAccessKey: fc.constant(SECURE),
    objectStoreSecretKey: fc.constant(SECURE),
    unsafeForTests: maybe(unsafe),
  }),
);

const alertmanager = some({
  ...{ replicas, retention: fc.constantFrom("5d", "1h"), storage: volume },
  nodePort: fc.constantFrom(30000, 32767),
  route: some({
    receiver: fc.constantFrom("a", "null"),
    groupBy: fc.constantFrom([], ["..."], ["alertname"]),
    repeatInterval: fc.constantFrom("1h", "1w"),
    routes: fc.array(
      some({
        receiver: fc.constantFrom("a", "null"),
        continue: fc.boolean(),
        routes: fc.constant([{ matchers: ["a=~b.*"] }]),
      }).map((more) => ({ matchers: ["severity=critical"], ...more })),
      { maxLength: 2 },
    ),
  }),
  inhibitRules: fc.constant([{ sourceMatchers: ["a=b"], targetMatchers: ["a=c"], equal: ["d"] }]),
}).map((more) => ({
  ...more,
  receivers: [{ name: "a", integrations: [{ kind: "slack", urlSecret: "slack" }] }],
}));

const ruler = some({
  ...{ replicas, storage: volume, evaluationInterval: fc.constantFrom("30s", "1m") },
  ...{ retention: fc.constantFrom("6h", "2d"), queryUrl: fc.constant("https://example.com") },
}).map((more) => ({
  ...more,
  groups: [
    {
      name: "a",
      rules: [
        { record: "a:b", expr: "up", labels: { c: "d" } },
        { alert: "B", expr: "up == 0", for: "5m", annotations: { summary: "e" } },
      ],
    },
  ],
}));

const shared = {
  kubernetes: some({ kubeconfig: fc.constant("~/.kube/config") }).map((k) => ({
    context: "test",
    ...k,
  })),
  size: maybe(fc.constantFrom("small", "medium", "large")),
  namespace: maybe(fc.constantFrom("thanos", "m")),
  prometheus: maybe(
    some({
      ...{ replicas, retention: fc.constantFrom("6h", "2d", "1w"), retentionSize: size },
      ...{ scrapeInterval: fc.constantFrom("1s", "15s", "60s"), storage: volume },
      ...{ kubeletTls: fc.constantFrom("verify", "skipVerify"), nodePort },
      ...{ shards: fc.integer({ min: 1, max: 20 }) },
      antiAffinity: fc.constantFrom("preferred", "required"),
    }),
  ),
  externalPrometheus: seldom.map((there) =>
    there ? { namespace: "monitoring", sidecar: "dnssrv+_grpc._tcp.a.b.svc" } : undefined,
  ),
  compact: maybe(
    some({
      retention: some({ raw: kept, fiveMinutes: kept, oneHour: kept }),
      downsampling: fc.boolean(),
      consistencyDelay: fc.constantFrom("0d", "30m", "2h"),
      deleteDelay: fc.constantFrom("1h", "48h"),
      concurrency: fc.integer({ min: 1, max: 64 }),
      storage: volume,
    }),
  ),
  images: maybe(
    some({ registry: fc.constantFrom("mirror.example.com/x", "10.0.0.1:5000", "mirror:5000") }),
  ),
  monitoringStack: maybe(
    fc.oneof(
      fc.constant({ kind: "present" }),
      some({
        chart: fc.constantFrom("kube-prometheus-stack", "oci://mirror.example.com/kps", "./kps"),
        version: fc.constantFrom("88.5.3", "88.5.4"),
        namespace: fc.constantFrom("operators", "monitoring"),
        nodeNamespace: fc.constantFrom("nodes", "monitoring-nodes"),
        values: fc.constantFrom({}, { kubeEtcd: { enabled: true } }),
      }).map((more) => ({ kind: "helm", ...more })),
    ),
  ),
  alerts: maybe(some({ runbookUrl: fc.constant("https://git.example.com/docs/runbooks.md") })),
  bucketWeb: maybe(some({ replicas })),
  networkPolicies: maybe(
    some({
      enabled: fc.boolean(),
      dns: some({
        namespace: fc.constant("kube-dns"),
        port: fc.constantFrom(53, 5353),
        cidrs: fc.constantFrom([], ["10.96.0.10/32"]),
      }),
      controller: fc.constantFrom({ namespace: "traefik" }, [
        { cidr: "10.0.0.0/8" },
        { namespace: "a", podLabels: { b: "c" } },
      ]),
      from: fc.constantFrom(
        [],
        [{ namespace: "grafana", podLabels: { "a.b/c": "d" }, to: ["query", "prometheus"] }],
      ),
      morePorts: some({
        alertmanager: fc.constantFrom([], [25, 8443]),
        grafana: fc.constantFrom([], [587, 16443]),
        tlsQuerier: fc.constantFrom([], [8443]),
      }),
    }),
  ),
  alertmanager: maybe(alertmanager),
  alertmanagerSecrets: fc.constant(SECURE),
  certificates: maybe(
    some({
      curve: fc.constantFrom("P256", "P384"),
      leafDays: fc.integer({ min: 1, max: 90 }),
      caDays: fc.integer({ min: 365, max: 3650 }),
    }),
  ),
};

const observees = fc
  .uniqueArray(fc.record({ name, literal: seldom, clientCa: maybe(rotation) }), {
    maxLength: 4,
    selector: (entry) => entry.name,
  })
  .map((entries) =>
    entries.map(({ name: called, literal, clientCa }) => ({
      name: called,
      ...(literal ? { values: observeeOutputs(called) } : { stack: full(called) }),
      ...(clientCa === undefined ? {} : { clientCa }),
    })),
  );

const loadBalancer = some({
  ...{ port: fc.integer({ min: 1, max: 65535 }), address: host },
  annotations: fc.dictionary(fc.constantFrom("a", "b"), fc.string()),
  sourceRanges: fc.constantFrom([], ["10.0.0.0/8", "2001:db8::/32"]),
}).map((more) => ({ kind: "loadBalancer", ...more }));

const terminating = fc.record(
  {
    ...{ hostname: host, port: fc.integer({ min: 1, max: 65535 }), address: host },
    backend: fc.constantFrom("leaf", "sidecar"),
  },
  { requiredKeys: ["hostname"] },
);

const publish = fc
  .constantFrom(
    { kind: "basicAuth", secretName: "users" },
    { kind: "oidcProxy", authUrl: "https://login.example.com/auth" },
    { kind: "mutualTls", caPem: CLIENT_CA },
  )
  .map((auth) => ({
    ...{ hostname: "a.example.com", ingressClassName: "nginx", tlsSecretName: "tls", auth },
  }));
const seldomPublished = fc.tuple(seldom, publish).map(([is, it]) => (is ? it : undefined));
const grafana = some({
  ...{ enabled: fc.boolean(), storage: volume, nodePort: fc.constantFrom(30001, 32766) },
  ingress: host.map((hostname) => ({ hostname, ingressClassName: "a", secretName: "b" })),
  externalUrl: fc.constant("https://metrics.example.com"),
  settings: fc.constantFrom({}, { users: { viewers_can_edit: true, home_page: "a;b" } }),
  dashboardNamespaces: fc.constantFrom([], ["monitoring"]),
});

const observer = fc.record({
  role: fc.constant("observer"),
  cluster: fc.constantFrom("hub", "observer"),
  ...shared,
  observees,
  query: maybe(
    some({
      publish: seldomPublished,
      ...{ replicas, nodePort, autoDownsampling: fc.boolean(), partialResponse: fc.boolean() },
      replicaLabels: fc.constantFrom([], ["replica"], ["a", "b_2"]),
      endpoints: fc.constantFrom(
        [],
        [{ address: "a:1" }, { address: "dnssrv+_grpc._tcp.b.c.svc", group: true }],
        [{ address: "b:443", tls: { secretName: "b", serverName: "b" } }],
      ),
    }),
  ),
  queryFrontend: maybe(
    some({ replicas, nodePort, responseCache: fc.oneof(cache, fc.constant({ kind: "off" })) }),
  ),
  tlsQuerier: maybe(some({ replicas, layout: fc.constantFrom("query", "perObservee") })),
  store: maybe(
    some({ replicas, storage: volume, indexCache: cache, bucketCache: cache, sharding }),
  ),
  receive: maybe(
    some({
      ...{ replicas, replicationFactor: fc.constantFrom(1, 3), exposure: loadBalancer },
      ...{ retention: fc.constantFrom("6h", "2d"), storage: volume, ca: rotation },
    }),
  ),
  sameCluster: maybe(fc.boolean()),
  alertmanager: maybe(
    fc
      .tuple(alertmanager, maybe(some({ exposure: loadBalancer, ca: rotation })))
      .map(([more, edge]) => ({ ...more, ...(edge === undefined ? {} : { edge }) })),
  ),
  ruler: maybe(ruler),
  grafana: maybe(grafana),
  grafanaSecrets: maybe(fc.constant(SECURE)),
  revoked: maybe(fc.constantFrom([], ["paris"])),
});

const caPem = fc.constantFrom(OTHER_CA, CLIENT_CA + OTHER_CA);
const observee = fc.record({
  role: fc.constant("observee"),
  cluster: name,
  ...shared,
  observer: seldom.map((literal) =>
    literal ? { values: observerOutputs(["paris"]) } : { stack: full("observer") },
  ),
  exposure: fc.oneof(
    loadBalancer,
    fc.constant({ kind: "remoteWrite" }),
    fc.constant({ kind: "nodePort", nodePort: 30443, address: "10.0.0.7" }),
    terminating.map((more) => ({ kind: "ingress", ingressController: "a.example/b", ...more })),
    terminating.map((more) => ({ kind: "traefik", entryPoints: ["a", "b-1"], ...more })),
    fc
      .tuple(
        terminating,
        fc.constantFrom(
          { gatewayClassName: "eg" },
          { existing: { name: "shared", namespace: "infra", listener: "thanos" } },
        ),
        fc.constantFrom(
          { controllerName: "gateway.envoyproxy.io/gatewayclass-controller" },
          { controllerName: "a.example/b", clientValidationVerified: true },
        ),
      )
      .map((parts) => Object.assign({ kind: "gateway" }, ...parts) as ConfigObject),
  ),
  serverCertificate: maybe(
    fc.oneof(
      some({ ca: rotation }).map((more) => ({ issuer: "self", ...more })),
      some({ caPem }).map((more) => ({ issuer: "supplied", secretName: "bought", ...more })),
      some({ caPem }).map((more) => ({
        ...{ issuer: "certManager", issuerRef: { name: "c", kind: "ClusterIssuer" } },
        ...more,
      })),
    ),
  ),
  leafQuery: maybe(some({ replicas })),
  alerting: maybe(some({ ca: rotation })),
});

/** A configuration in which each key is valid by itself. */
const right: fc.Arbitrary<ConfigObject> = fc
  .tuple(fc.oneof(observer, observee), store)
  .map(([keys, bucket]) => ({ ...keys, ...bucket }));

const junk = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom<unknown>(
    undefined,
    null,
    -1,
    0,
    1.5,
    1e9,
    "",
    "no",
    "\u0000",
    "../..",
    "a".repeat(9999),
  ),
  fc.constantFrom<unknown>(
    "2 weeks",
    "10GB",
    "https://x",
    "eu-west-9",
    "*.example.com",
    {},
    [],
    SECURE,
  ),
  fc.constant<unknown>(JSON.parse('{"__proto__": {"a": 1}, "constructor": 2}')),
);
const key = fc.oneof(
  fc.constantFrom(
    "replica",
    "kind",
    "name",
    "__proto__",
    "constructor",
    "toString",
    "stack",
    "values",
  ),
  fc.string(),
);

interface Spoil {
  /** Index of the member to descend into, for each depth. */
  readonly way: readonly number[];
  readonly key: string;
  readonly value: unknown;
  /** Whether to add a member named `key` or to change the existing one. */
  readonly adds: boolean;
}

/** The value with one nested member changed. */
export function spoil(value: unknown, { way, ...change }: Spoil): unknown {
  if (typeof value !== "object" || value === null) {
    return change.value;
  }
  if (Array.isArray(value)) {
    const at = (way[0] ?? 0) % Math.max(value.length, 1);
    const rest = { way: way.slice(1), ...change };
    return way.length === 0 || value.length === 0
      ? [...value, change.value]
      : value.map((item: unknown, i) => (i === at ? spoil(item, rest) : item));
  }
  const entries = Object.entries(value);
  const at = (way[0] ?? 0) % Math.max(entries.length, 1);
  if (change.adds && way.length <= 1) {
    return Object.fromEntries([...entries, [change.key, change.value]]);
  }
  return Object.fromEntries(
    entries.map(([k, inner]: [string, unknown], i): [string, unknown] => [
      k,
      i === at
        ? way.length <= 1
          ? change.value
          : spoil(inner, { way: way.slice(1), ...change })
        : inner,
    ]),
  );
}

const spoils = fc.record({
  way: fc.array(fc.nat(30), { minLength: 1, maxLength: 4 }),
  key,
  value: junk,
  adds: fc.boolean(),
});

/** About half are unchanged, the others have one to three corrupted members. */
export const nearValid: fc.Arbitrary<ConfigObject> = fc
  .tuple(right, fc.oneof(fc.constant([]), fc.array(spoils, { minLength: 1, maxLength: 3 })))
  .map(([config, changes]) =>
    Object(changes.reduce<unknown>((value, change) => spoil(value, change), config)),
  );
