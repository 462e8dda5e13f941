// Part definitions of the memcached pools. Their resources depend on the configured cache size.
import type { PartDefinition } from "../../kubernetes/part-definition";

/** Pool for `store.indexCache`. */
export const INDEX_CACHE = {
  name: "memcached-index",
  component: "memcached",
  metrics: ["memcachedExporter"],
} as const satisfies PartDefinition;

/** Pool for `store.bucketCache`. */
export const BUCKET_CACHE = {
  ...INDEX_CACHE,
  name: "memcached-bucket",
} as const satisfies PartDefinition;

/** Pool for `queryFrontend.responseCache`. */
export const RESPONSE_CACHE = {
  ...INDEX_CACHE,
  name: "memcached-responses",
} as const satisfies PartDefinition;
