// A pool of memcached: replicas that hold different keys, chosen by their callers. https://docs.memcached.org/
import type * as k8s from "@pulumi/kubernetes";
import { selectorLabels } from "../../kubernetes/labels";
import { PORTS } from "../../kubernetes/ports";
import { tcpProbes } from "../../kubernetes/probes";
import { mebibytes } from "../../kubernetes/quantity";
import { requirements } from "../../kubernetes/resources";
import { containerSecurity } from "../../kubernetes/security";
import { metadata, podOf, type Owner } from "../../kubernetes/workload";

/** Size of a pool. */
export interface MemcachedPool {
  readonly replicas: number;
  /** Memory for items in each replica, as a Kubernetes quantity. */
  readonly size: string;
  /** Larger items are not taken. */
  readonly maxItemSize: string;
}

/** Users of the published images. */
const MEMCACHED_USER = 11211;
const EXPORTER_USER = 65534;

/** What memcached takes beside its items: connections, threads, and the table of keys. */
const BESIDE_MIB = 64;
/** The table of keys and the space lost in pages grow with the items. */
const GROWTH = 1.25;
/** Store Gateways keep up to a hundred idle connections each. */
const CONNECTIONS = 16_384;

/**
 * Names of the pool's pods, from the SRV records of its headless Service. Callers hash over names rather than addresses,
 * so a pod that comes back with another address keeps its keys' place.
 */
export const memcachedAddress = (name: string, namespace: string): string =>
  `dnssrvnoa+_client._tcp.${name}.${namespace}.svc`;

const mib = (n: number): string => `${String(n)}Mi`;

/** Flags: `memcached --help`. */
export const memcachedFlags = ({ size, maxItemSize }: MemcachedPool): string[] => [
  `--memory-limit=${String(mebibytes(size))}`,
  `--max-item-size=${String(mebibytes(maxItemSize))}m`,
  `--conn-limit=${String(CONNECTIONS)}`,
];

/** The items' memory is asked for, since a cache fills up. */
export function memcachedResources({ size }: Pick<MemcachedPool, "size">) {
  const items = mebibytes(size);
  const limit = Math.ceil(items * GROWTH) + BESIDE_MIB;
  return requirements("50m", mib(items + BESIDE_MIB), mib(limit));
}

export interface MemcachedImages {
  readonly memcached: string;
  readonly exporter: string;
}

/** The set; it has no volume, and nothing is lost with it but time. */
export const memcachedSet = (
  owner: Owner,
  pool: MemcachedPool,
  images: MemcachedImages,
): k8s.apps.v1.StatefulSetArgs => ({
  metadata: metadata(owner),
  spec: {
    replicas: pool.replicas,
    serviceName: owner.name,
    podManagementPolicy: "Parallel",
    selector: { matchLabels: selectorLabels(owner.name) },
    template: podOf(owner, {
      securityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
      containers: [server(pool, images.memcached), exporter(images.exporter)],
    }),
  },
});

/** Pods stay listed while they start: a Store Gateway that finds none does not start itself. */
export const memcachedService = (owner: Owner): k8s.core.v1.ServiceArgs => ({
  metadata: metadata(owner),
  spec: {
    clusterIP: "None",
    publishNotReadyAddresses: true,
    selector: selectorLabels(owner.name),
    ports: [
      { name: "client", port: PORTS.memcached, targetPort: "client", protocol: "TCP" },
      { name: "http", port: PORTS.memcachedExporter, targetPort: "http", protocol: "TCP" },
    ],
  },
});

const server = (pool: MemcachedPool, image: string): k8s.types.input.core.v1.Container => ({
  name: "memcached",
  image,
  imagePullPolicy: "IfNotPresent",
  args: memcachedFlags(pool),
  ports: [{ name: "client", containerPort: PORTS.memcached, protocol: "TCP" }],
  resources: memcachedResources(pool),
  securityContext: containerSecurity(MEMCACHED_USER),
  terminationMessagePolicy: "FallbackToLogsOnError",
  ...tcpProbes("client"),
});

/** memcached has no metrics of its own. https://github.com/prometheus/memcached_exporter */
const exporter = (image: string): k8s.types.input.core.v1.Container => ({
  name: "exporter",
  image,
  imagePullPolicy: "IfNotPresent",
  args: [`--memcached.address=localhost:${String(PORTS.memcached)}`],
  ports: [{ name: "http", containerPort: PORTS.memcachedExporter, protocol: "TCP" }],
  resources: requirements("10m", "32Mi", "128Mi"),
  securityContext: containerSecurity(EXPORTER_USER),
  terminationMessagePolicy: "FallbackToLogsOnError",
  ...tcpProbes("http"),
});
