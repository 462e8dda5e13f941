// Configurations with texts that a server would reject only much later, with the expected errors.
import type { Row } from "./bad-input";
import { OBSERVEE, OBSERVER, withKeys, store, type ConfigObject } from "./configs";

const exposed = (exposure: ConfigObject) =>
  withKeys(OBSERVEE, { exposure: { kind: "loadBalancer", ...exposure } });

const CLUSTER =
  "must be a DNS label of 39 characters at most: lower-case letters, digits and hyphens, beginning with a letter; " +
  'rename it, for example to "paris" or "eu-west-1"';
const REGISTRY =
  "must be host[:port][/path] in lower case, the host with a dot or a port, without scheme, tag or slash at the end; " +
  'use for example "mirror.example.com" or "mirror.example.com:5000/quay"';
const QUANTITY =
  "must be a Kubernetes quantity of bytes such as 500Mi, 10Gi or 2Ti; write a whole number and one of Mi, Gi, Ti";
const OBJECT =
  "must be the name of a Kubernetes object: lower-case letters, digits, hyphens and dots; write it as `kubectl get` shows it";
const ANNOTATION =
  'its key must be a name, which a DNS name and a slash may precede; use for example "example.com/team"';
const RANGE =
  "must be an IPv4 or IPv6 range that begins with its own address; " +
  'use for example "203.0.113.7/32", "10.0.0.0/8" for all that begin with 10, or "2001:db8::/32"';
const HOST =
  "must be a bare DNS name: lower-case labels of 63 characters at most joined by dots, without scheme, port, wildcard or path; " +
  'write only the name, for example "thanos.paris.example.com"; a port has a key of its own';

/** As in the report: cut at 80 characters. */
function formatted(value: string): string {
  const text = JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

const REGISTRIES = [
  "https://mirror.example.com",
  "mirror.example.com/",
  "/quay",
  "mirror.example.com//quay",
  "mirror.example.com/Quay",
  "mirror.example.com/quay:v1",
  "mirror.example.com/-quay",
  "Mirror.example.com",
  "mirror",
  "mirror/quay",
  "mirror.example.com:",
  "mirror.example.com:v1",
  "mirror.example.com:65536",
  "mirror.example.com:1e3",
  `mirror.example.com/${"a".repeat(200)}`,
];
const OBJECTS = ["Fast", "my class", "-fast", "fast-", "a/b", "a".repeat(64), "é"];
const RANGES = [
  ...["10.1.2.3/8", "10.0.0.1/31", "10.0.0.0", "10.0.0.0/33", "0.0.0.1/0"],
  ...["2001:db8::1/32", "2001:db8::", "2001:db8::/129", "2001:db8:::/32", "::ffff:10.0.0.0/104"],
];
const ANNOTATIONS = ["", "my key", "-a", "a/b/c", "a_b.com/c", "/a", "a".repeat(64)];
const HOSTS = ["https://a.example.com", "a..b", "a".repeat(64), "a.".repeat(126) + "ab"];

export const BAD_WORDS: readonly Row[] = [
  ...REGISTRIES.map((registry) => ({
    config: withKeys(OBSERVER, { images: { registry } }),
    says: `images.registry is ${formatted(registry)}, but ${REGISTRY}`,
  })),
  ...["10GB", "1.5Gi", "0Gi", "10Gib", "10 Gi", "10"].map((retentionSize) => ({
    row: 24,
    config: withKeys(OBSERVER, { prometheus: { retentionSize } }),
    says: `prometheus.retentionSize is "${retentionSize}", but ${QUANTITY}`,
  })),
  {
    // A value that String() cannot convert is still shown.
    config: withKeys(OBSERVER, { size: { toString: 1 } }),
    says: 'size is {"toString":1}, but must be "small" or "medium" or "large"; use "small"',
  },
  ...OBJECTS.flatMap((name) => [
    {
      config: withKeys(OBSERVER, { store: { storage: { storageClass: name } } }),
      says: `store.storage.storageClass is "${name}", but ${OBJECT}`,
    },
    {
      config: withKeys(OBSERVEE, { serverCertificate: { issuer: "supplied", secretName: name } }),
      says: `serverCertificate.secretName is "${name}", but ${OBJECT}`,
    },
    {
      config: withKeys(OBSERVEE, {
        exposure: { kind: "ingress", hostname: "a.example.com", ingressClassName: name },
      }),
      says: `exposure.ingressClassName is "${name}", but ${OBJECT}`,
    },
  ]),
  ...["prometheus", "compact"].map((part) => ({
    config: withKeys(OBSERVER, { [part]: { storage: { storageClass: "Fast" } } }),
    says: `${part}.storage.storageClass is "Fast", but ${OBJECT}`,
  })),
  {
    config: withKeys(OBSERVEE, {
      serverCertificate: { issuer: "certManager", issuerRef: { name: "My", kind: "Issuer" } },
    }),
    says: `serverCertificate.issuerRef.name is "My", but ${OBJECT}`,
  },
  ...ANNOTATIONS.map((key) => ({
    config: exposed({ annotations: { [key]: "x" } }),
    says: `exposure.annotations.${key} is "x", but ${ANNOTATION}`,
  })),
  ...RANGES.map((range) => ({
    config: exposed({ sourceRanges: ["10.0.0.0/8", range] }),
    says: `exposure.sourceRanges[1] is "${range}", but ${RANGE}`,
  })),
  ...HOSTS.map((address) => ({
    row: 36,
    config: exposed({ address }),
    says: `exposure.address is ${formatted(address)}, but ${HOST}`,
  })),
  {
    row: 5,
    config: store(OBSERVER, { bucket: "a".repeat(64) }),
    says: `objectStore.bucket is "${"a".repeat(64)}", but must have 3 to 63 characters (it has 64); use for example "acme-metrics-paris"`,
  },
  ...["192.168.5.4", "a..b"].map((bucket) => ({
    row: 5,
    config: store(OBSERVER, { bucket }),
    says:
      `objectStore.bucket is "${bucket}", but must hold lower-case letters, digits and hyphens only, hyphens not at the ends; ` +
      'a dot would break TLS to the bucket\'s own host name; use for example "acme-metrics-paris"',
  })),
  {
    row: 12,
    config: withKeys(OBSERVER, { objectStoreAccessKey: undefined }),
    says: "objectStoreAccessKey is required; set it with `pulumi config set --secret`, since objectStore.auth is keys",
  },
  {
    row: 39,
    config: withKeys(OBSERVER, { kubernetes: { context: "test", kubeconfig: "" } }),
    says: 'kubernetes.kubeconfig is "", but must not be empty; give it a value or leave it out',
  },
  {
    row: 54,
    config: withKeys(OBSERVER, { cluster: "a".repeat(2 ** 20) }),
    says: `cluster is "${"a".repeat(79)}…, but ${CLUSTER}`,
  },
  {
    row: 54,
    config: withKeys(OBSERVER, { query: { replicas: false } }),
    says: "query.replicas is false, but must be a number; change its type",
  },
];
