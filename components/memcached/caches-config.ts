// Configuration keys of Thanos' caches: in each pod's memory, or in a memcached pool that all pods of a part share.
import { z } from "zod";
import { QUERY_FRONTEND } from "../query-frontend/part";
import { STORE_GATEWAY } from "../store-gateway/part";
import { mebibytes } from "../../kubernetes/quantity";
import { sized, type Requirements, type Size } from "../../kubernetes/resources";
import { issue, formatValue, type ConfigError } from "../../config/errors";
import { quantity, replicas } from "../../config/primitives";

/** In MiB: memcached's maximum for an item. An item may also take at most half of its memory. */
const LARGEST_ITEM = 1024;

/** The negation accepts NaN: a value that is no quantity has an error already. */
const cacheSize = quantity.refine(
  (size) => !(mebibytes(size) < 1),
  issue("must be at least 1Mi", 'use for example "250Mi"'),
);

const inMemory = (size: string) =>
  z.strictObject({
    kind: z.literal("inMemory"),
    size: cacheSize.default(size).describe("Size in each pod, at most half of its memory limit."),
  });

const memcached = z
  .strictObject({
    kind: z.literal("memcached"),
    replicas: replicas.default(2).describe("Replicas, over which the keys are spread."),
    size: cacheSize.default("1Gi").describe("Memory for items in each replica."),
    maxItemSize: cacheSize.default("1Mi").describe("Larger items are not cached."),
  })
  .refine(
    ({ size, maxItemSize }) =>
      !(mebibytes(maxItemSize) > Math.min(mebibytes(size) / 2, LARGEST_ITEM)),
    {
      ...issue(
        "must be at most half of size, and at most 1Gi, or memcached would not start",
        'raise size, or use "1Mi"',
      ),
      path: ["maxItemSize"],
    },
  );

export type MemcachedConfig = z.infer<typeof memcached>;

const KINDS = 'must be "inMemory" or "memcached"';

/** Cache of postings and series of block indexes. */
export const indexCache = z
  .discriminatedUnion("kind", [inMemory("250Mi"), memcached], { error: KINDS })
  .prefault({ kind: "inMemory" });

export type StoreCache = z.infer<typeof indexCache>;

/** Cache of chunks, `meta.json` files and lists of blocks; none by default. */
export const bucketCache = z
  .discriminatedUnion("kind", [inMemory("250Mi"), memcached], { error: KINDS })
  .optional();

/** Cache of the Query Frontend's responses. */
export const responseCache = z
  .discriminatedUnion(
    "kind",
    [inMemory("200Mi"), memcached, z.strictObject({ kind: z.literal("off") })],
    { error: 'must be "inMemory", "memcached" or "off"' },
  )
  .prefault({ kind: "inMemory" });

export type ResponseCache = z.infer<typeof responseCache>;
type Cache = ResponseCache | undefined;

/** Caches by part; those in memory count towards the pod's limit. */
interface Caches {
  /** Size of the cluster, which sets the pods' memory limits. */
  readonly size?: Size | undefined;
  readonly store?: { readonly indexCache: Cache; readonly bucketCache?: Cache } | undefined;
  readonly queryFrontend?: { readonly responseCache: Cache } | undefined;
}

/**
 * Errors for in-memory caches above half of the pod's memory limit, which would get it OOM-killed once they are full.
 */
export const cacheErrors = ({ size = "small", store, queryFrontend }: Caches): ConfigError[] => [
  ...tooLarge("store", limitOf(STORE_GATEWAY, size), {
    indexCache: store?.indexCache,
    bucketCache: store?.bucketCache,
  }),
  ...tooLarge("queryFrontend", limitOf(QUERY_FRONTEND, size), {
    responseCache: queryFrontend?.responseCache,
  }),
];

const limitOf = ({ resources }: { readonly resources: Requirements }, size: Size): string =>
  sized(resources, size).limits["memory"] ?? "";

function tooLarge(
  part: string,
  limit: string,
  caches: Readonly<Record<string, Cache>>,
): ConfigError[] {
  const inMemoryCaches = Object.entries(caches).flatMap(([key, cache]) =>
    cache?.kind === "inMemory" ? [{ key, size: cache.size }] : [],
  );
  const sum = inMemoryCaches.reduce((all, { size }) => all + mebibytes(size), 0);
  const last = inMemoryCaches.at(-1);
  return last === undefined || sum <= mebibytes(limit) / 2
    ? []
    : [
        {
          path: `${part}.${last.key}.size`,
          value: formatValue(last.size),
          rule: `in-memory caches may take at most half of the pod's memory limit of ${limit} in total`,
          fix: 'lower it, or use kind "memcached"',
        },
      ];
}
