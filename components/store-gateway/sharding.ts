// Sharding of a bucket's Store Gateways: https://thanos.io/tip/thanos/sharding.md/.
import { toYaml } from "../../kubernetes/yaml";

/** `hash`: equal shares. `time`: by the blocks' ages; each boundary is a duration of whole days. */
export type Sharding =
  | { readonly kind: "hash"; readonly shards: number }
  | { readonly kind: "time"; readonly boundaries: readonly string[] };

/** One share of a bucket's blocks. */
export interface Shard {
  /**
   * End of its names, which says what it holds: shared out in another way the blocks get other sets, and the old ones
   * answer until these do. None where there is one share, of everything.
   */
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
 * From the newest to the oldest. The younger of two goes an hour further back than the older begins: each counts from
 * its own clock, and a sample between the two would be nobody's. Boundaries are whole days, so the hour can follow.
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

/** Every suffix, as a regular expression of Prometheus'. */
export const SUFFIXES = (() => {
  const age = "([0-9]+[dwy])+";
  return `[0-9]+-of-[0-9]+|(${age}-)?to-${age}|from-${age}`;
})();

/** `to-2w`, `2w-to-12w`, `from-12w`. */
const nameOf = (younger: string | undefined, older: string | undefined): string =>
  older === undefined ? `from-${younger ?? ""}` : [younger, "to", older].filter(Boolean).join("-");
