// Builds StatefulSet and headless Service of a memcached pool. Clients spread the keys over its replicas.
// https://docs.memcached.org/
import type * as k8s from "@pulumi/kubernetes";
import { selectorLabels } from "../../kubernetes/labels";
import { PORTS } from "../../kubernetes/ports";
import { tcpProbes } from "../../kubernetes/probes";
import { mebibytes } from "../../kubernetes/quantity";
import { requirements } from "../../kubernetes/resources";
import { containerSecurity } from "../../kubernetes/security";
import { podOf } from "../../kubernetes/pod";
import { metadata, type Owner } from "../../kubernetes/workload";
import type { MemcachedConfig } from "./caches-config";

/** Replicas, memory and item size of a pool. */
export type MemcachedPool = Omit<MemcachedConfig, "kind">;

/** UIDs of the published images. */
const MEMCACHED_USER = 11211;
const EXPORTER_USER = 65534;

/** Memory in MiB besides the items: connections and threads. */
const OVERHEAD_MIB = 64;
/** Hash table and unused space in slab pages, which grow with the items. */
const ITEM_OVERHEAD = 1.25;
/** Each Store Gateway keeps up to 100 idle connections. */
const MAX_CONNECTIONS = 16_384;

/**
 * Address of the pool for Thanos, which resolves it to the names of the pods, from the SRV records of the headless
 * Service. Clients hash over names instead of addresses, so a pod keeps its share of the keys when its address changes.
 * https://thanos.io/tip/thanos/service-discovery.md/
 */
export const memcachedAddress = (name: string, namespace: string): string =>
  `dnssrvnoa+_client._tcp.${name}.${namespace}.svc`;

const mib = (n: number): string => `${String(n)}Mi`;

/** Flags: `memcached --help`. */
export const memcachedFlags = ({ size, maxItemSize }: MemcachedPool): string[] => [
  `--memory-limit=${String(mebibytes(size))}`,
  `--max-item-size=${String(mebibytes(maxItemSize))}m`,
  `--conn-limit=${String(MAX_CONNECTIONS)}`,
];

/** Requests and limits. The request covers all items, since a cache fills up. */
export function memcachedResources({ size }: Pick<MemcachedPool, "size">) {
  const items = mebibytes(size);
  const limit = Math.ceil(items * ITEM_OVERHEAD) + OVERHEAD_MIB;
  return requirements("50m", mib(items + OVERHEAD_MIB), mib(limit));
}

/** Image references of memcached and of its exporter. */
export interface MemcachedImages {
  readonly memcached: string;
  readonly exporter: string;
}

/** StatefulSet without volumes: losing a pod loses only cached data. */
export const memcachedStatefulSet = (
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

/** Headless Service. It lists pods that are not ready, too: a Store Gateway does not start if it resolves to no pod. */
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

/** memcached exposes no Prometheus metrics itself. https://github.com/prometheus/memcached_exporter */
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
