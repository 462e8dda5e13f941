// Generates valid configurations of both roles, with values close to the limits.
import fc from "fast-check";
import { SERVER_CA } from "../../../tools/render/certificates";
import type { ConfigObject } from "../../support/configs";

const COMMON = { "pulumi:disable-default-providers": ["*"] };
const SECURE = { secure: "v1:placeholder" };
const perhaps = <T>(arbitrary: fc.Arbitrary<T>) =>
  fc.option(arbitrary, { nil: undefined, freq: 2 });
const label = fc.stringMatching(/^[a-z][a-z0-9-]{0,20}[a-z0-9]$/);
const size = fc.constantFrom("500Mi", "1Gi", "15Gi", "2Ti", "700M", "20G");
const count = fc.integer({ min: 1, max: 5 });
/** From the part of the range out of which a server gives no port by itself. */
const nodePort = perhaps(fc.integer({ min: 30000, max: 30085 }));
const host = fc.constantFrom("thanos.paris.example.com", "a.b", "x");
/** One of a part's own. */
const hostOf = (part: string) => host.map((name) => `${part}.${name}`);
/** Unusual texts for free-text fields; the program may reject them. */
const anyText = fc.constantFrom(
  "gp3",
  "my class",
  "Nginx",
  "-",
  "a/b",
  "a.b-c",
  "x".repeat(300),
  "é",
);
const registry = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom("mirror.example.com/thanos", "10.0.0.1:5000", "localhost/a-b/c_d"),
  },
  fc.constantFrom(
    "https://mirror.example.com",
    "mirror.example.com/",
    "mirror",
    "m.example.com:v1",
  ),
  fc.constantFrom("m.example.com/A", "m.example.com/a:b", "m.example.com//a", "m.example.com:0/a"),
  anyText,
);

/** Rejected values are rare, so that most configurations are accepted. */
const mostlyOr = <T>(good: fc.Arbitrary<T>, rare: fc.Arbitrary<T>): fc.Arbitrary<T> =>
  fc.oneof({ weight: 9, arbitrary: good }, rare);
const mostly = <T>(good: fc.Arbitrary<T>, bad: T) => mostlyOr(good, fc.constant(bad));
const text = (good: string) => mostlyOr(fc.constant(good), anyText);

const storage = fc.record({ size, storageClass: perhaps(text("gp3")) });
const annotations = fc.dictionary(
  mostlyOr(fc.constantFrom("a", "example.com/b", "service.beta.kubernetes.io/c"), anyText),
  fc.string({ maxLength: 20 }),
  { maxKeys: 2 },
);
/** Few values are allowed on an Ingress with a login. */
const ingressAnnotations = fc.dictionary(
  mostly(
    fc.constantFrom(
      "nginx.ingress.kubernetes.io/limit-rps",
      "external-dns.alpha.kubernetes.io/ttl",
    ),
    "cert-manager.io/common-name",
  ),
  fc.string({ maxLength: 20 }),
  { maxKeys: 2 },
);
const curve = fc.constantFrom("P256", "P384");

const keysStore = fc.record({
  objectStore: fc.record({
    kind: fc.constant("s3"),
    create: fc.boolean(),
    bucket: fc.constantFrom("metrics-test", "abc", "a".repeat(63)),
    prefix: perhaps(fc.constantFrom("a", "metrics/paris")),
    region: text("us-east-1"),
    endpoint: fc.constantFrom("s3.example.com:9000", "s3.example.com", "10.0.0.1:9000"),
    auth: fc.constant({ kind: "keys" }),
  }),
  objectStoreAccessKey: fc.constant(SECURE),
  objectStoreSecretKey: fc.constant(SECURE),
  unsafeForTests: perhaps(fc.constant({ plaintextObjectStore: true, blockDuration: "2m" })),
});
const role = (name: string) => `arn:aws:iam::111122223333:role/${name}`;
const awsStore = fc.record({
  objectStore: fc.record({
    kind: fc.constant("s3"),
    create: fc.boolean(),
    bucket: fc.constantFrom("metrics-test", "abc"),
    region: fc.constant("eu-west-3"),
    auth: fc.constant({
      kind: "irsa",
      roleArns: {
        prometheus: role("p"),
        compact: role("c"),
        store: role("s"),
        bucketWeb: role("w"),
        rule: role("r"),
        receive: role("v"),
      },
    }),
  }),
  aws: fc.constant({ region: "eu-west-3", profile: "test", accountId: "111122223333" }),
});

const otherStore = fc.record({
  objectStore: fc.record({
    kind: fc.constant("thanos"),
    type: fc.constantFrom("GCS", "AZURE", "COS"),
    prefix: perhaps(fc.constantFrom("a", "metrics/paris")),
  }),
  objectStoreConfig: fc.constant(SECURE),
});

/** Whether it must be exposed depends on the role, so only some of them are taken. */
const ownServer = fc.record({
  objectStore: fc.record({
    kind: fc.constant("inCluster"),
    server: fc.constantFrom("versitygw", "minio"),
    bucket: fc.constantFrom("metrics", "a".repeat(63)),
    storage,
    exposure: perhaps(
      fc.constantFrom(
        { kind: "loadBalancer", port: 9000, sourceRanges: ["10.0.0.0/8"] },
        { kind: "nodePort", nodePort: 30900, address: "10.0.0.7" },
      ),
    ),
  }),
});

const anyStore = fc.oneof(
  { weight: 3, arbitrary: keysStore },
  { weight: 3, arbitrary: awsStore },
  { weight: 2, arbitrary: otherStore },
  { weight: 1, arbitrary: ownServer },
);

const shared = fc.record({
  cluster: fc.oneof(label, fc.constant("a".repeat(39))),
  kubernetes: fc.constant({ context: "test" }),
  size: perhaps(fc.constantFrom("small", "medium", "large")),
  prometheus: perhaps(
    fc.record({
      replicas: count,
      retention: fc.constantFrom("6h", "2d", "1w", "1d12h"),
      shards: fc.integer({ min: 1, max: 3 }),
      antiAffinity: fc.constantFrom("preferred", "required"),
      retentionSize: perhaps(mostly(fc.constantFrom("400M", "400Mi"), "1Ti")),
      scrapeInterval: fc.constantFrom("1s", "15s", "1m"),
      storage,
      kubeletTls: fc.constantFrom("verify", "skipVerify"),
      nodePort,
    }),
  ),
  externalPrometheus: fc.oneof(
    { weight: 9, arbitrary: fc.constant(undefined) },
    fc.record({
      namespace: fc.constant("default"),
      podLabels: perhaps(fc.constantFrom({}, { "a.b/c": "d" })),
      sidecar: text("a.b.svc:10901"),
    }),
  ),
  compact: perhaps(
    fc.record({
      retention: fc.record({
        raw: fc.constantFrom("0d", "90d", "40h"),
        fiveMinutes: fc.constantFrom("0d", "180d"),
        oneHour: fc.constantFrom("0d", "1y"),
      }),
      downsampling: fc.boolean(),
      consistencyDelay: fc.constantFrom("30m", "1h"),
      deleteDelay: fc.constantFrom("1h", "48h"),
      concurrency: count,
      storage,
    }),
  ),
  alerts: perhaps(
    fc.record({ runbookUrl: fc.constantFrom("https://git.example.com/r.md", "http://x/y") }),
  ),
  bucketWeb: perhaps(fc.record({ replicas: count })),
  networkPolicies: perhaps(
    fc.record({
      enabled: fc.boolean(),
      dns: perhaps(fc.record({ cidrs: fc.subarray(["10.96.0.10/32", "169.254.20.10/32"]) })),
      controller: perhaps(
        fc.constantFrom({ namespace: "traefik" }, { cidr: "10.0.0.0/8" }, [
          { cidr: "10.0.0.0/8" },
          { namespace: "a", podLabels: { "a.b/c": "d" } },
        ]),
      ),
      from: mostly(
        fc.subarray<object>([
          { namespace: "grafana", podLabels: { app: "grafana" }, to: ["query", "prometheus"] },
          { namespace: "a", podLabels: { "example.com/a_b.C": "" }, to: ["alertmanager"] },
        ]),
        [{ namespace: "a", podLabels: { "a/b/c": "d" }, to: ["compact"] }],
      ),
      morePorts: fc.record({
        alertmanager: fc.subarray([25, 65535]),
        grafana: fc.subarray([587, 16443]),
        tlsQuerier: fc.subarray([8443]),
      }),
    }),
  ),
  images: perhaps(
    fc.record({
      registry: perhaps(registry),
      digests: perhaps(fc.constant({ thanos: `sha256:${"0".repeat(64)}` })),
    }),
  ),
  certificates: perhaps(
    fc.record({
      curve,
      leafDays: fc.integer({ min: 1, max: 90 }),
      caDays: fc.integer({ min: 365, max: 3650 }),
    }),
  ),
});

const matcher = mostly(
  mostly(fc.constantFrom('severity="critical"', "cluster=~eu-.*", "a!=b"), "a=~("),
  "a",
);
const timing = fc.record({
  groupWait: perhaps(fc.constantFrom("0d", "30s")),
  groupInterval: perhaps(fc.constantFrom("5m", "1h30m")),
  repeatInterval: perhaps(fc.constantFrom("4h", "1w")),
});
const branch = fc.record({
  receiver: perhaps(fc.constantFrom("a", "null")),
  matchers: fc.array(matcher, { minLength: 1, maxLength: 2 }),
  continue: fc.boolean(),
});
const alerting = fc.record({
  alertmanager: perhaps(
    fc.record({
      replicas: count,
      retention: fc.constantFrom("5d", "90m", "1y"),
      storage,
      nodePort: perhaps(fc.integer({ min: 30000, max: 32767 })),
      externalUrl: perhaps(fc.constantFrom("https://alerts.example.com", "http://x:9093/y")),
      route: perhaps(
        fc
          .tuple(timing, fc.array(branch, { maxLength: 2 }))
          .map(([times, routes]) => ({ ...times, receiver: "a", routes })),
      ),
      receivers: fc
        .subarray([
          { kind: "webhook", urlSecret: "url" },
          { kind: "slack", urlSecret: "u.r-l_2", channel: "#a" },
          { kind: "telegram", botTokenSecret: "bot", chatId: -1 },
        ])
        .map((integrations) => [{ name: "a", integrations }]),
    }),
  ),
  alertmanagerSecrets: fc.constant(SECURE),
});
const rulerGroups = fc.array(
  fc.constantFrom(
    { name: "a", rules: [{ record: "a:b", expr: "up", labels: { c: "d" } }] },
    { name: "b", interval: "1m", rules: [{ alert: "B", expr: "up == 0", for: "0d" }] },
  ),
  { maxLength: 2 },
);
const ruler = perhaps(
  fc.record({
    replicas: count,
    retention: fc.constantFrom("6h", "2d"),
    storage,
    groups: rulerGroups,
  }),
);

const rotation = fc.constantFrom(
  { generation: 1, phase: "stable" },
  { generation: 2, phase: "stable" },
);
const observees = fc
  .uniqueArray(fc.tuple(label, rotation), { maxLength: 3, selector: ([name]) => name })
  .map((entries) =>
    entries.map(([name, clientCa]) => ({
      name,
      stack: `organization/thanos-fleet/${name}`,
      clientCa,
    })),
  );
const inMemory = fc.record({
  kind: fc.constant("inMemory"),
  size: fc.constantFrom("1Mi", "250Mi"),
});
const memcached = fc.record({
  ...{ kind: fc.constant("memcached"), replicas: count },
  size: fc.constantFrom("64Mi", "3G", "2Ti"),
  maxItemSize: fc.constantFrom("1Mi", "32Mi"),
});
const cache = fc.oneof(inMemory, memcached);
const sharding = fc.oneof(
  fc.record({ kind: fc.constant("hash"), shards: fc.integer({ min: 2, max: 12 }) }),
  fc.record({ kind: fc.constant("time"), boundaries: fc.constantFrom(["1d"], ["2w", "90d"]) }),
);
const loadBalancer = fc.record({
  kind: fc.constant("loadBalancer"),
  port: fc.integer({ min: 1, max: 65535 }),
  address: perhaps(host),
  annotations,
  sourceRanges: mostly(fc.subarray(["203.0.113.7/32", "10.0.0.0/8", "2001:db8::/32"]), [
    "10.1.2.3/8",
  ]),
});
const receive = fc
  .constantFrom([1, 1], [3, 1], [3, 3], [5, 3])
  .chain(([replicas, replicationFactor]) =>
    fc.record({
      ...{ replicas: fc.constant(replicas), replicationFactor: fc.constant(replicationFactor) },
      retention: fc.constantFrom("6h", "2d", "1w"),
      storage,
      exposure: perhaps(loadBalancer),
      ca: rotation,
    }),
  );
const publish = perhaps(
  fc.record({
    ...{ hostname: hostOf("query"), ingressClassName: text("nginx"), tlsSecretName: text("a.b") },
    auth: fc.oneof(
      text("users").map((secretName) => ({ kind: "basicAuth", secretName })),
      fc.constant({ kind: "oidcProxy", authUrl: "https://login.example.com/auth" }),
    ),
    annotations: ingressAnnotations,
  }),
);
/** Two of one name are refused. */
const publishElsewhere = publish.map((it) => it && { ...it, hostname: `frontend.${it.hostname}` });
const grafana = perhaps(
  fc.record({
    enabled: fc.boolean(),
    storage,
    nodePort: perhaps(fc.integer({ min: 30000, max: 32767 })),
    ingress: perhaps(
      fc.record({
        hostname: hostOf("grafana"),
        ingressClassName: text("nginx"),
        secretName: text("metrics-tls"),
        annotations,
      }),
    ),
    settings: fc.constantFrom({}, { users: { viewers_can_edit: true, home_page: "a;b" } }),
    // One that is in every cluster.
    dashboardNamespaces: fc.subarray(["default"]),
  }),
);
const observer = fc.record({
  role: fc.constant("observer"),
  observees,
  sameCluster: perhaps(fc.boolean()),
  query: perhaps(
    fc.record({
      ...{ replicas: count, nodePort, publish },
      partialResponse: fc.boolean(),
      replicaLabels: fc.subarray(["replica", "x".repeat(300), "é"], { maxLength: 1 }),
      endpoints: fc.array(
        fc.record({
          address: mostly(text("a.example.com:443"), "dns+a.svc:1"),
          tls: perhaps(fc.record({ secretName: text("a.b"), serverName: host })),
        }),
        { maxLength: 2 },
      ),
    }),
  ),
  queryFrontend: perhaps(
    fc.record({
      replicas: count,
      responseCache: fc.oneof(cache, fc.constant({ kind: "off" })),
      ...{ nodePort, publish: publishElsewhere },
    }),
  ),
  tlsQuerier: perhaps(fc.record({ layout: fc.constant("perObservee"), replicas: count })),
  store: perhaps(
    fc.record({
      replicas: count,
      storage,
      indexCache: cache,
      bucketCache: perhaps(cache),
      sharding: perhaps(sharding),
    }),
  ),
  ruler,
  receive: perhaps(receive),
  grafana,
});

const sourceRanges = fc.subarray(["203.0.113.7/32", "10.0.0.0/8"]);
const terminating = {
  ...{ hostname: host, port: perhaps(fc.integer({ min: 1, max: 65535 })) },
  annotations: ingressAnnotations,
  backend: perhaps(fc.constantFrom("leaf", "sidecar")),
};
/** Envoy Gateway's has timeouts of its own kind. */
const controllerName = fc.constantFrom(
  "gateway.envoyproxy.io/gatewayclass-controller",
  "gateway.nginx.org/nginx-gateway-controller",
);
const exposure = fc.oneof(
  loadBalancer,
  fc.constant({ kind: "remoteWrite" }),
  fc.constant({ kind: "nodePort", nodePort: 30080, address: "10.0.0.7" }),
  fc.record({
    kind: fc.constant("ingress"),
    ...terminating,
    ...{ ingressClassName: text("nginx"), sourceRanges, clientName: perhaps(label) },
  }),
  fc.record({
    kind: fc.constant("traefik"),
    ...terminating,
    ...{ sourceRanges, defaultTlsOption: fc.boolean() },
    entryPoints: perhaps(fc.constantFrom(["websecure"], ["a", "B-1"], ["x".repeat(63)])),
  }),
  fc.record({
    ...{ kind: fc.constant("gateway"), ...terminating },
    ...{ gatewayClassName: text("eg"), controllerName },
  }),
  fc.record({
    ...{ kind: fc.constant("gateway"), ...terminating },
    existing: fc.record({
      ...{ name: text("shared"), namespace: text("infra"), listener: text("https") },
    }),
    controllerName,
  }),
);
const issuer = fc.record({
  name: text("letsencrypt"),
  kind: fc.constantFrom("Issuer", "ClusterIssuer"),
});
const serverCertificate = fc.oneof(
  rotation.map((ca) => ({ issuer: "self", ca })),
  text("edge-tls").map((secretName) => ({ issuer: "supplied", secretName, caPem: SERVER_CA })),
  issuer.map((issuerRef) => ({ issuer: "certManager", issuerRef, caPem: SERVER_CA })),
);
const observee = fc.record({
  role: fc.constant("observee"),
  observer: fc.constant({ stack: "organization/thanos-fleet/hub" }),
  exposure,
  serverCertificate: perhaps(serverCertificate),
  leafQuery: perhaps(fc.record({ replicas: count })),
  alerting: perhaps(fc.record({ ca: rotation })),
});

/** A way in for alerts, where there is an observer's Alertmanager. */
const edge = perhaps(fc.record({ exposure: loadBalancer, ca: rotation }));
const withEdge = (config: ConfigObject, way: object | undefined): ConfigObject =>
  config["role"] === "observer" && config["alertmanager"] !== undefined
    ? { ...config, alertmanager: { ...Object(config["alertmanager"]), edge: way } }
    : config;

/** Keys that are undefined are taken out at every depth, as YAML has none. */
const plain = (config: object): ConfigObject => JSON.parse(JSON.stringify(config)) as ConfigObject;

/** The same ones every time. */
export const sampleOfConfigs = (number: number, namespace: string): ConfigObject[] =>
  fc
    .sample(fc.tuple(edge, shared, alerting, anyStore, fc.oneof(observer, observee)), {
      numRuns: number,
      seed: 20_26,
    })
    .map(([way, ...parts]) =>
      plain(withEdge(Object.assign({ ...COMMON, namespace }, ...parts) as ConfigObject, way)),
    );
