// Bad configuration: one sentence for each fault, all in one report, before the first resource.
import * as assert from "node:assert/strict";
import {
  AWS_STORE,
  OBSERVEE,
  OBSERVER,
  SECURE,
  but,
  faults,
  refusal,
  store,
  type ConfigObject,
} from "./support/configs";

const observees = (...entries: unknown[]) => but(OBSERVER, { observees: entries });
const paris = { name: "paris", stack: "organization/thanos-fleet/paris" };
const onAws = (other: ConfigObject) =>
  but(OBSERVER, {
    ...AWS_STORE,
    objectStoreAccessKey: undefined,
    objectStoreSecretKey: undefined,
    ...other,
  });
const self = { stack: "organization/thanos-fleet/test" };

const HOSTNAME =
  "must be a bare DNS name: lower-case labels of 63 characters at most joined by dots, without scheme, port, wildcard or path; " +
  'write only the name, for example "thanos.paris.example.com"; a port has a key of its own';
const REPLICAS = "must be a whole number from 1 to 100; use 1, or 2 for high availability";
const CLUSTER =
  "must be a DNS label of 39 characters at most: lower-case letters, digits and hyphens, beginning with a letter; " +
  'rename it, for example to "paris" or "eu-west-1"';
const BUCKET =
  "must hold lower-case letters, digits and hyphens only, hyphens not at the ends; a dot would break TLS to the bucket's own host name; " +
  'use for example "acme-metrics-paris"';

interface Case {
  readonly refuses: string;
  readonly config: ConfigObject;
  /** Path, value, rule and fix. */
  readonly says: string;
}

const KEYS_AND_ROLE: readonly Case[] = [
  {
    refuses: "an unknown key, and names the one that was meant",
    config: but(OBSERVER, { quary: {} }),
    says:
      "quary is not one of aws, cluster, compact, images, kubernetes, namespace, objectStore, objectStoreAccessKey, " +
      "objectStoreSecretKey, observeeStoreKeys, observees, prometheus, query, queryFrontend, role, store, tlsQuerier, " +
      'unsafeForTests; did you mean "query"?',
  },
  {
    refuses: "an unknown key inside another",
    config: but(OBSERVER, { query: { replica: 2 } }),
    says: 'query.replica is not one of replicas; did you mean "replicas"?',
  },
  {
    refuses: "a key of another kind of exposure",
    config: but(OBSERVEE, { exposure: { kind: "loadBalancer", hostname: "a.example.com" } }),
    says: "exposure.hostname is not one of address, annotations, kind, port, sourceRanges; remove it",
  },
  {
    refuses: "a missing role",
    config: but(OBSERVER, { role: undefined }),
    says: 'role is required; set it to "observer" or "observee"',
  },
  {
    refuses: "a mistyped role",
    config: but(OBSERVER, { role: "observr" }),
    says: 'role is "observr", but it must be "observer" or "observee"; did you mean "observer"?',
  },
  {
    refuses: "a role that there is not",
    config: but(OBSERVER, { role: "hub" }),
    says: 'role is "hub", but it must be "observer" or "observee"; use one of them',
  },
  {
    refuses: "a missing kube context",
    config: but(OBSERVER, { kubernetes: undefined }),
    says:
      "kubernetes.context is required; name a context of your kubeconfig (`kubectl config get-contexts`), " +
      "since the current one is never used",
  },
  {
    refuses: "an empty kube context",
    config: but(OBSERVER, { kubernetes: { context: "" } }),
    says: 'kubernetes.context is "", but must not be empty; give it a value or leave it out',
  },
];

const NAMES: readonly Case[] = [
  {
    refuses: "an observee's name that stands twice",
    config: observees(paris, { ...paris, stack: "organization/thanos-fleet/other" }),
    says: 'observees[1].name is "paris", but it repeats observees[0].name; give each observee a name of its own',
  },
  {
    refuses: "an illegal name of an observee",
    config: observees({ ...paris, name: "Paris_1" }),
    says: `observees[0].name is "Paris_1", but ${CLUSTER}`,
  },
  {
    refuses: "a cluster name that is one letter too long",
    config: but(OBSERVER, { cluster: "a".repeat(40) }),
    says: `cluster is "${"a".repeat(40)}", but ${CLUSTER}`,
  },
  {
    refuses: "an observee called as the observer",
    config: observees({ ...paris, name: "observer" }),
    says:
      'observees[0].name is "observer", but that is the observer\'s own cluster name; ' +
      "remove the entry, since the observer sees itself already, or rename one of them",
  },
  {
    refuses: "an observer that observes itself",
    config: observees({ name: "paris", ...self }),
    says:
      'observees[0].stack is "organization/thanos-fleet/test", but the observer cannot be an observee of itself; ' +
      "name the observee's own stack",
  },
  {
    refuses: "an observee that is its own observer",
    config: but(OBSERVEE, { observer: self }),
    says:
      'observer.stack is "organization/thanos-fleet/test", but a stack cannot be its own observer; ' +
      "name the stack whose role is observer",
  },
  {
    refuses: "a stack name that is not a full one",
    config: but(OBSERVEE, { observer: { stack: "observer" } }),
    says:
      'observer.stack is "observer", but must be a full stack name: organization/project/stack; ' +
      'use for example "organization/thanos-fleet/observer" (`pulumi stack ls` shows names)',
  },
  {
    refuses: "a reference that is neither a stack nor values",
    config: but(OBSERVEE, { observer: {} }),
    says:
      "observer is {}, but must have exactly one of stack and values; " +
      "name the observer's stack, or give its outputs as values",
  },
];

const HOSTS: readonly Case[] = [
  {
    refuses: "an Ingress' host name with a port in it",
    config: but(OBSERVEE, { exposure: { kind: "ingress", hostname: "a.example.com:443" } }),
    says: `exposure.hostname is "a.example.com:443", but ${HOSTNAME}`,
  },
  {
    refuses: "an address with a port in it",
    config: but(OBSERVEE, { exposure: { kind: "loadBalancer", address: "a.example.com:443" } }),
    says: `exposure.address is "a.example.com:443", but ${HOSTNAME}`,
  },
  {
    refuses: "a server name that the Ingress does not answer to",
    config: but(OBSERVEE, {
      exposure: { kind: "ingress", hostname: "a.example.com" },
      serverName: "b.example.com",
    }),
    says:
      'serverName is "b.example.com", but it must be the Ingress\' host name, "a.example.com", ' +
      "by which the edge chooses the certificate; remove serverName",
  },
  {
    refuses: "a kind of exposure that there is not",
    config: but(OBSERVEE, { exposure: { kind: "nodeport" } }),
    says: 'exposure.kind is "nodeport", but must be "loadBalancer" or "ingress"; name one of them',
  },
  {
    refuses: "a port above 65535",
    config: but(OBSERVEE, { exposure: { kind: "loadBalancer", port: 65536 } }),
    says: "exposure.port is 65536, but must be a whole number from 1 to 65535; use for example 443",
  },
  {
    refuses: "a source range that is none",
    config: but(OBSERVEE, { exposure: { kind: "loadBalancer", sourceRanges: ["300.0.0.0/8"] } }),
    says: 'exposure.sourceRanges[0] is "300.0.0.0/8", but must be an IPv4 range; use for example "203.0.113.7/32"',
  },
];

const NUMBERS: readonly Case[] = [
  ...[0, -1, 1.5, 101].map((n) => ({
    refuses: `${String(n)} replicas`,
    config: but(OBSERVER, { query: { replicas: n } }),
    says: `query.replicas is ${String(n)}, but ${REPLICAS}`,
  })),
  {
    refuses: "a word for a number",
    config: but(OBSERVER, { query: { replicas: "two" } }),
    says: 'query.replicas is "two", but must be a number; change its type',
  },
  {
    refuses: "a retention that an outage of the object store outlasts",
    config: but(OBSERVER, { prometheus: { retention: "1h" } }),
    says:
      'prometheus.retention is "1h", but must be at least 6h, or an outage of the object store loses blocks; ' +
      'use for example "2d"',
  },
  {
    refuses: "a scrape interval that no rule or dashboard expects",
    config: but(OBSERVER, { prometheus: { scrapeInterval: "5m" } }),
    says: 'prometheus.scrapeInterval is "5m", but must be from 1s to 60s; use 15s',
  },
];

const STORES: readonly Case[] = [
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
      'objectStore.bucket is "xn--metrics", but must not begin or end with a word that S3 keeps for itself; ' +
      'use for example "acme-metrics-paris"',
  },
  ...["https://s3.example.com", "s3.example.com:99999", "s3.example.com/x"].map((endpoint) => ({
    refuses: `the endpoint ${endpoint}`,
    config: store(OBSERVER, { endpoint }),
    says:
      `objectStore.endpoint is "${endpoint}", but must be host or host:port, without scheme or path; ` +
      'use for example "s3.example.com" or "s3.example.com:9000"',
  })),
  {
    refuses: "the doors for tests with AWS",
    config: onAws({ unsafeForTests: { blockDuration: "1m" } }),
    says: 'unsafeForTests is {"blockDuration":"1m"}, but is refused with AWS; remove it',
  },
  {
    refuses: "to make a bucket on AWS with an ambient account",
    config: onAws({ aws: undefined }),
    says:
      "aws is required to make a bucket on AWS; " +
      "give it region and profile, since the ambient ones are never used",
  },
  {
    refuses: "a bucket in another region than its provider",
    config: onAws({ aws: { region: "eu-west-1", profile: "test" } }),
    says: 'objectStore.region is "eu-west-3", but must be the region of aws.region, "eu-west-1"; make them the same',
  },
  {
    refuses: "IAM roles at an endpoint that is not AWS'",
    config: but(onAws({}), {
      objectStore: { ...Object(AWS_STORE["objectStore"]), endpoint: "s3.example.com" },
    }),
    says: 'objectStore.auth.kind is "irsa", but IAM roles work at AWS\' own endpoint only; use "keys", or remove objectStore.endpoint',
  },
];

const SECRETS: readonly Case[] = [
  {
    refuses: "a secret that stands in clear, without showing it",
    config: but(OBSERVER, { objectStoreSecretKey: "hunter2" }),
    says:
      "objectStoreSecretKey must be a secret; set it again with `pulumi config set --secret thanos-fleet:objectStoreSecretKey`, " +
      "and replace the value that stood in clear",
  },
  {
    refuses: "a key pair without its key",
    config: but(OBSERVER, { objectStoreSecretKey: undefined }),
    says: "objectStoreSecretKey is required; set it with `pulumi config set --secret`, since objectStore.auth is keys",
  },
  {
    refuses: "an object that became a secret as a whole",
    config: but(OBSERVER, { query: SECURE }),
    says: "query is a secret as a whole; set it without --secret, and keep what is secret in a key of its own",
  },
];

describe("configuration", () => {
  for (const { refuses, config, says } of [
    ...KEYS_AND_ROLE,
    ...NAMES,
    ...HOSTS,
    ...NUMBERS,
    ...STORES,
    ...SECRETS,
  ]) {
    it(`refuses ${refuses}`, async () => {
      assert.deepEqual(await faults(config), [`  - thanos-fleet:${says}`]);
    });
  }

  it("reports all faults at once", async () => {
    const config = but(OBSERVER, {
      clutser: "x",
      cluster: "Observer",
      kubernetes: {},
      query: { replicas: 0 },
      store: { replicas: -1 },
      observees: [paris, paris, { name: "lyon", ...self }],
      objectStoreSecretKey: "hunter2",
    });
    const paths = (await faults(config)).map((line) => /thanos-fleet:(\S+)/.exec(line)?.[1]);
    assert.deepEqual(paths, [
      "clutser",
      "cluster",
      "kubernetes.context",
      "query.replicas",
      "store.replicas",
      "observees[1].name",
      "observees[2].stack",
      "objectStoreSecretKey",
    ]);
  });

  it("names the stack and counts the faults", async () => {
    const [first] = (await refusal(but(OBSERVER, { quary: {}, cluster: "X" }))).split("\n");
    assert.equal(
      first,
      'The configuration of stack "organization/thanos-fleet/test" has 2 faults; nothing was changed.',
    );
  });

  it("never shows what should have been a secret", async () => {
    const config = but(OBSERVER, {
      objectStoreSecretKey: "hunter2",
      observeeStoreKeys: { paris: { accessKey: "hunter2", secretKey: "hunter2" } },
    });
    assert.doesNotMatch(await refusal(config), /hunter2/);
  });

  it("judges the keys of both roles where the role is missing", async () => {
    const found = await faults(but(OBSERVEE, { role: undefined, cluster: "X" }));
    assert.equal(found.length, 2);
  });
});
