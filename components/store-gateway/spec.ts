// Builds flags, files and pod of a Store Gateway, which serves the blocks of one bucket or of one shard.
import { halfOf } from "../../kubernetes/duration";
import { storeName } from "../../kubernetes/names";
import { storeStartupProbe } from "../../kubernetes/probes";
import { TIMEOUTS } from "../../kubernetes/query-timeouts";
import {
  commonFlags,
  definedPart,
  grpcAddress,
  httpAddress,
  type StatefulPart,
} from "../../kubernetes/workload";
import { bucketCacheFile, indexCacheFile } from "../memcached/caches";
import type { StoreCache } from "../memcached/caches-config";
import { objstoreFlag, objstoreVolume } from "../object-store/flag";
import type { StoredPartArgs } from "../object-store/secret";
import { checksum } from "../pki/certificates/fingerprint";
import type { Shard } from "./sharding";
import { STORE_GATEWAY } from "./part";

const DATA_DIR = "/var/thanos/store";
const CONFIG_DIR = "/etc/thanos/store";
const INDEX_CACHE_FILE = "index-cache.yaml";
const SELECTOR_FILE = "selector.yaml";

/** Values of the flags and files. */
export interface StoreArgs {
  /** Cluster whose bucket it reads. */
  readonly cluster: string;
  /** Blocks that it serves. */
  readonly shard: Shard;
  /** Cache of the blocks' indexes. */
  readonly indexCache: StoreCache;
  /** Default: no cache, every request reads the bucket. */
  readonly bucketCache?: StoreCache | undefined;
  /** Time between the Compactor's deletion mark and the deletion of a block, as a Thanos duration. */
  readonly deleteDelay: string;
}

/**
 * Thanos caches a bucket's list of blocks under a key of this file's path and text, without the bucket. Buckets that
 * share a memcached pool need different paths, or one would get the list of another.
 */
const bucketCacheName = (cluster: string): string => `caching-bucket-${cluster}.yaml`;

/** Flags: https://thanos.io/tip/components/store.md/#flags. */
export const storeFlags = ({ cluster, shard, bucketCache, deleteDelay }: StoreArgs): string[] => [
  "store",
  ...commonFlags,
  httpAddress,
  grpcAddress,
  `--data-dir=${DATA_DIR}`,
  objstoreFlag,
  // Stops serving a marked block before the Compactor deletes it.
  `--ignore-deletion-marks-delay=${halfOf(deleteDelay)}`,
  "--store.enable-index-header-lazy-reader",
  `--index-cache.config-file=${CONFIG_DIR}/${INDEX_CACHE_FILE}`,
  ...(bucketCache === undefined
    ? []
    : [`--store.caching-bucket.config-file=${CONFIG_DIR}/${bucketCacheName(cluster)}`]),
  ...(shard.selector === undefined
    ? []
    : [`--selector.relabel-config-file=${CONFIG_DIR}/${SELECTOR_FILE}`]),
  ...shard.times,
  "--disable-admin-operations",
];

/** Files of the ConfigMap, by key. */
export const storeFiles = (
  { cluster, shard, indexCache, bucketCache }: StoreArgs,
  namespace: string,
): Record<string, string> => ({
  [INDEX_CACHE_FILE]: indexCacheFile(indexCache, namespace),
  ...(bucketCache === undefined
    ? {}
    : { [bucketCacheName(cluster)]: bucketCacheFile(bucketCache, namespace) }),
  ...(shard.selector === undefined ? {} : { [SELECTOR_FILE]: shard.selector }),
});

/** Name and labels of the ServiceAccount shared by all Store Gateways. */
export const storeAccountOwner = (namespace: string) => ({
  name: STORE_GATEWAY.name,
  namespace,
  component: STORE_GATEWAY.component,
});

/** A Store Gateway. Its pods restart when the object store configuration or a file changes. */
export const storePart = (
  args: StoredPartArgs & StoreArgs,
  files: Readonly<Record<string, string>>,
): StatefulPart => {
  const name = storeName(args.cluster, args.shard.suffix);
  return {
    ...definedPart(STORE_GATEWAY, args),
    name,
    account: STORE_GATEWAY.name,
    args: storeFlags(args),
    grpc: true,
    drainSeconds: TIMEOUTS.drain,
    startupProbe: storeStartupProbe,
    dataDir: DATA_DIR,
    podAnnotations: {
      "checksum/objstore": args.objstore.checksum,
      // The files are read at start only, so a change must roll the pods.
      "checksum/config": checksum(JSON.stringify(files)),
    },
    volumes: [
      objstoreVolume(args.objstore.secretName),
      { name: "config", mountPath: CONFIG_DIR, source: { configMap: { name } } },
    ],
  };
};
