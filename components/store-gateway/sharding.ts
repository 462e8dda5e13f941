// Splits a bucket's blocks between sets of Store Gateways: https://thanos.io/tip/thanos/sharding.md/.
import { toYaml } from "../../kubernetes/yaml";
import type { Sharding } from "./sharding-config";

/** One share of a bucket's blocks. */
export interface Shard {
  /**
   * Suffix of its objects' names, which encodes its content: resharding creates new StatefulSets, and the old ones
   * serve until these are ready. Absent if the one shard holds everything.
   */
  readonly suffix?: string;
  /** Text of `--selector.relabel-config-file`. */
  readonly selector?: string;
  /** Flags `--min-time` and `--max-time`; empty without limits. */
  readonly times: readonly string[];
}

/** The shards, which together hold every block. */
export function shardsOf(sharding: Sharding): Shard[] {
  switch (sharding?.kind) {
    case undefined:
      return [{ times: [] }];
    case "hash":
      return Array.from({ length: sharding.shards }, (_, shard) => ({
        suffix: `${String(shard)}-of-${String(sharding.shards)}`,
        selector: toYaml(hashSelector(shard, sharding.shards)),
        times: [],
      }));
    case "time":
      return timesOf(sharding.boundaries);
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
 * Shards from the newest to the oldest. Of two neighbours the newer reaches back one hour beyond the boundary: each
 * uses its own clock, and a sample could fall between them. Boundaries are whole days, so `1h` can be appended.
 */
const timesOf = (boundaries: readonly string[]): Shard[] =>
  [...boundaries, undefined].map((older, i) => {
    const younger = boundaries[i - 1];
    return {
      suffix: nameOf(younger, older),
      times: [
        ...(older === undefined ? [] : [`--min-time=-${older}1h`]),
        ...(younger === undefined ? [] : [`--max-time=-${younger}`]),
      ],
    };
  });

/** Prometheus regular expression that matches every suffix. */
export const SUFFIXES = (() => {
  const age = "([0-9]+[dwy])+";
  return `[0-9]+-of-[0-9]+|(${age}-)?to-${age}|from-${age}`;
})();

/** `to-2w`, `2w-to-12w`, `from-12w`. */
const nameOf = (younger: string | undefined, older: string | undefined): string =>
  older === undefined ? `from-${younger ?? ""}` : [younger, "to", older].filter(Boolean).join("-");
