// Builds the configuration files of Thanos' caches: https://thanos.io/tip/components/store.md/#index-cache,
// #caching-bucket and https://thanos.io/tip/components/query-frontend.md/#caching.
import type { ResponseCache, StoreCache } from "./caches-config";
import { memcachedAddress, type MemcachedPool } from "./spec";
import { mebibytes } from "../../kubernetes/quantity";
import { toYaml } from "../../kubernetes/yaml";
import { BUCKET_CACHE, INDEX_CACHE, RESPONSE_CACHE } from "./part";

/** Maximum age of a cached response. */
const MAX_AGE = "6h";

const size = (quantity: string): string => `${String(mebibytes(quantity))}MiB`;

/**
 * Just below memcached's `-I`, which also counts an item's key and header, up to 400 bytes: else it would be rejected.
 */
const valueSize = ({ maxItemSize }: MemcachedPool): string =>
  `${String(mebibytes(maxItemSize) * 1024 - 1)}KiB`;

/** The largest item is half of the cache, as in Thanos' defaults; Thanos rejects one above the whole size. */
const inMemory = (cache: Extract<StoreCache, { kind: "inMemory" }>) => ({
  type: "IN-MEMORY",
  config: {
    max_size: size(cache.size),
    max_item_size: `${String(Math.max(1, Math.floor(mebibytes(cache.size) / 2)))}MiB`,
  },
});

/** Sets are dropped and counted instead of delayed; an unreachable pool costs a query its timeout at most. */
const memcached = (pool: MemcachedPool, name: string, namespace: string) => ({
  type: "MEMCACHED",
  config: {
    addresses: [memcachedAddress(name, namespace)],
    timeout: "500ms",
    max_idle_connections: 100,
    max_async_concurrency: 20,
    max_async_buffer_size: 10_000,
    max_item_size: valueSize(pool),
    max_get_multi_concurrency: 100,
    max_get_multi_batch_size: 0,
    dns_provider_update_interval: "10s",
  },
});

/** Text of `--index-cache.config-file`. */
export const indexCacheFile = (cache: StoreCache, namespace: string): string =>
  toYaml(
    cache.kind === "inMemory" ? inMemory(cache) : memcached(cache, INDEX_CACHE.name, namespace),
  );

/** Text of `--store.caching-bucket.config-file`. */
export const bucketCacheFile = (cache: StoreCache, namespace: string): string =>
  toYaml({
    ...(cache.kind === "inMemory"
      ? inMemory(cache)
      : {
          ...memcached(cache, BUCKET_CACHE.name, namespace),
          metafile_max_size: valueSize(cache),
        }),
    // Delays the discovery of a new block, on top of the Store Gateway's own interval of 15 minutes.
    blocks_iter_ttl: "5m",
  });

/** Text of the Query Frontend's two cache flags; undefined if off. Without a size Thanos would create no cache. */
export function responseCacheFile(cache: ResponseCache, namespace: string): string | undefined {
  switch (cache.kind) {
    case "off":
      return undefined;
    case "inMemory":
      return toYaml({
        type: "IN-MEMORY",
        config: { max_size: size(cache.size), max_size_items: 0, validity: MAX_AGE },
      });
    case "memcached": {
      const { type, config } = memcached(cache, RESPONSE_CACHE.name, namespace);
      return toYaml({ type, config: { ...config, expiration: MAX_AGE } });
    }
  }
}
