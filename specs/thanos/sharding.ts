// Sharding of a bucket's Store Gateways: https://thanos.io/tip/thanos/sharding.md/.
import { toYaml } from "../yaml";

/** `hash`: equal shares. `time`: by the blocks' ages; each boundary is a duration of whole days. */
export type Sharding =
  | { readonly kind: "hash"; readonly shards: number }
  | { readonly kind: "time"; readonly boundaries: readonly string[] };

/** One share of a bucket's blocks. */
export interface Shard {
  /** End of its names; none where there is one share, of everything. */
  readonly suffix?: string;
  /** Text of `--selector.relabel-config-file`. */
  readonly selector?: string;
  /** `--min-time` and `--max-time`. */
  readonly times: readonly string[];
}

/** The shares: they hold every block between them. */
export function shardsOf(sharding: Sharding | undefined): Shard[] {
  switch (sharding?.kind) {
    case undefined:
      return [{ times: [] }];
    case "hash":
      return Array.from({ length: sharding.shards }, (_, shard) => ({
        suffix: String(shard),
        selector: toYaml(hashSelector(shard, sharding.shards)),
        times: [],
      }));
    case "time":
      return timesOf(sharding.boundaries).map((times, shard) => ({
        suffix: String(shard),
        times,
      }));
  }
}

const hashSelector = (shard: number, shards: number) => [
  {
    action: "hashmod",
    source_labels: ["__block_id"],
    target_label: "__shard",
    modulus: shards,
  },
  { action: "keep", source_labels: ["__shard"], regex: String(shard) },
];

/**
 * From the newest to the oldest. The younger of two goes an hour further back than the older begins: each counts from
 * its own clock, and a sample between the two would be nobody's. Boundaries are whole days, so the hour can follow.
 */
const timesOf = (boundaries: readonly string[]): string[][] =>
  [...boundaries, undefined].map((older, i) => [
    ...(older === undefined ? [] : [`--min-time=-${older}1h`]),
    ...(i === 0 ? [] : [`--max-time=-${boundaries[i - 1] ?? ""}`]),
  ]);
