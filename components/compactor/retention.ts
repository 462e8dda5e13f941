// Checks the Compactor's retention: downsampling needs raw samples for 40 h and 5 minute samples for 10 d.
// https://thanos.io/tip/components/compact.md/#downsampling
import type { CompactConfig } from "./config";
import { formatValue, type ConfigError } from "../../config/errors";
import { durationSeconds } from "../../config/primitives";

/** How long the samples of each resolution stay in the bucket; `0d` is for ever. */
export type Retention = CompactConfig["retention"];

const HOUR = 3600;
const FOREVER = "0d";

const isShorter = (value: string, hours: number): boolean =>
  value !== FOREVER && durationSeconds(value) < hours * HOUR;

/** Errors for a retention that ends before the next coarser samples are made from these. */
export function retentionErrors({ raw, fiveMinutes }: Retention): ConfigError[] {
  const errors: (ConfigError | false)[] = [
    isShorter(raw, 40) && {
      path: "compact.retention.raw",
      value: formatValue(raw),
      rule: "it must be at least 40h, or no 5 minute samples would be created from them",
      fix: 'raise it, or use "0d" to keep them forever',
    },
    isShorter(fiveMinutes, 240) && {
      path: "compact.retention.fiveMinutes",
      value: formatValue(fiveMinutes),
      rule: "it must be at least 10d, or no 1 hour samples would be created from them",
      fix: 'raise it, or use "0d" to keep them forever',
    },
  ];
  return errors.filter((error) => error !== false);
}

const seconds = (kept: string): number => (kept === FOREVER ? Infinity : durationSeconds(kept));

/** The retention that lasts longest. */
const longest = (...kept: readonly string[]): string =>
  kept.reduce((one, other) => (seconds(other) > seconds(one) ? other : one));

/**
 * Warnings if a resolution is kept for less time than a coarser one, or is configured without downsampling.
 *
 * Query asks for samples that are at most a fifth of its step apart, so 5 minute samples serve steps from 25 minutes
 * and 1 hour samples steps from 5 hours. A Store Gateway fills gaps with finer samples, but never with coarser ones.
 * https://thanos.io/tip/components/query.md/#auto-downsampling
 */
export function retentionWarnings(
  { raw, fiveMinutes, oneHour }: Retention,
  downsampling: boolean,
): string[] {
  if (!downsampling) {
    return fiveMinutes === FOREVER && oneHour === FOREVER
      ? []
      : [
          "compact.downsampling is false: no 5 minute and 1 hour samples are created, so their compact.retention applies only to existing ones",
        ];
  }
  const fine = longest(raw, fiveMinutes);
  const all = longest(fine, oneHour);
  const emptyBefore = (key: string, kept: string, until: string, empty: string) =>
    seconds(kept) < seconds(until)
      ? [
          `compact.retention.${key} is ${formatValue(kept)}: for earlier times ${empty} find nothing, although coarser samples are kept ${until === FOREVER ? "for ever" : `for ${until}`}`,
        ]
      : [];
  return [
    ...emptyBefore("raw", raw, fine, "instant queries and steps below 25m"),
    ...emptyBefore(
      seconds(raw) > seconds(fiveMinutes) ? "raw" : "fiveMinutes",
      fine,
      all,
      "steps below 5h",
    ),
  ];
}
