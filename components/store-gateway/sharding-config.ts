// Configuration keys of the Store Gateways' sharding: by block hash or by block age.
import { z } from "zod";
import { storeName } from "../../kubernetes/names";
import { shardsOf } from "./sharding";
import { issue, formatValue, type ConfigError } from "../../config/errors";
import { duration, durationSeconds, wholeNumber } from "../../config/primitives";

/**
 * Kubernetes appends a hash to the StatefulSet's name in a pod label of at most 63 characters.
 * https://github.com/kubernetes/kubernetes/issues/64023
 */
const LONGEST_SET_NAME = 52;
const DAY = 86_400;

const hash = z.strictObject({
  kind: z.literal("hash"),
  shards: wholeNumber(2, 50, "omit sharding for one set").describe(
    "Sets of Store Gateways, each with an equal share of the blocks.",
  ),
});

const boundary = duration.refine(
  (age) => durationSeconds(age) > 0 && durationSeconds(age) % DAY === 0 && !/[hms]/.test(age),
  issue("must be whole days, such as 14d, 8w or 1y", "round it to days"),
);

const ascending = (ages: readonly string[]): boolean =>
  ages.every((age, i) => i === 0 || durationSeconds(ages[i - 1] ?? "") < durationSeconds(age));

const time = z.strictObject({
  kind: z.literal("time"),
  boundaries: z
    .array(boundary)
    .refine(
      (ages) => ages.length >= 1 && ages.length <= 9,
      issue("must have 1 to 9 ages", "omit sharding for one set"),
    )
    .refine(ascending, issue("must be in ascending order", "sort it"))
    .describe("Block ages at which the next set takes over, in ascending order."),
});

/** Default: one set of Store Gateways for each bucket. */
export const sharding = z
  .discriminatedUnion("kind", [hash, time], { error: 'must be "hash" or "time"' })
  .optional();

/** `hash`: equal shares. `time`: by block age. Undefined: no shards. */
export type Sharding = z.infer<typeof sharding>;

/** Errors for cluster names that are too long for their shards' StatefulSets; `path` is the key of each name. */
export function shardNameErrors(
  chosen: Sharding,
  clusters: readonly { readonly path: string; readonly name: unknown }[],
): ConfigError[] {
  const names = shardsOf(chosen).map(({ suffix }) => storeName("<cluster>", suffix));
  const longest = names.reduce((a, b) => (b.length > a.length ? b : a));
  const room = LONGEST_SET_NAME + "<cluster>".length - longest.length;
  return chosen === undefined
    ? []
    : clusters
        .filter(({ name }) => typeof name === "string" && name.length > room)
        .map(({ path, name }) => ({
          path,
          value: formatValue(name),
          rule: `with store.sharding it may have at most ${String(room)} characters, since ${longest} is limited to ${String(LONGEST_SET_NAME)}`,
          fix: "shorten it, or remove store.sharding",
        }));
}
