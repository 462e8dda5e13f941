// Checks the Compactor's retention: downsampling needs raw samples for 40 h and 5 minute samples for 10 d.
// https://thanos.io/tip/components/compact.md/#downsampling
import type { CompactConfig } from "./config";
import { formatValue, type ConfigError } from "../../config/errors";
import { durationSeconds } from "../../config/primitives";

export type Retention = CompactConfig["retention"];

const HOUR = 3600;
const FOREVER = "0d";

const isShorter = (value: string, hours: number): boolean =>
  value !== FOREVER && durationSeconds(value) < hours * HOUR;

/** Errors that would stop the Compactor at start. */
export function retentionErrors({ raw, fiveMinutes }: Retention): ConfigError[] {
  const faults: (ConfigError | false)[] = [
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
  return faults.filter((fault) => fault !== false);
}

const seconds = (kept: string): number => (kept === FOREVER ? Infinity : durationSeconds(kept));

/** The retention that lasts longest. */
const longest = (...kept: readonly string[]): string =>
  kept.reduce((one, other) => (seconds(other) > seconds(one) ? other : one));

/**
 * Warnings about valid settings with surprising effects.
 *
 * Query asks for samples that are at most a fifth of its step apart, so 5 minute samples serve steps from 25 minutes and
 * 1 hour samples steps from 5 hours. A Store Gateway fills gaps with finer samples, but never with coarser ones.
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
  const all = longest(raw, fiveMinutes, oneHour);
  const emptyBefore = (kept: string, key: string, empty: string) =>
    seconds(kept) < seconds(all)
      ? [
          `${key} is ${formatValue(kept)}: for times before that, ${empty} find nothing, although coarser samples are kept for ${all === FOREVER ? "ever" : all}. Keep it as long, unless only long ranges are asked of that time`,
        ]
      : [];
  return [
    ...emptyBefore(raw, "compact.retention.raw", "instant queries and steps below 25m"),
    ...emptyBefore(
      longest(raw, fiveMinutes),
      seconds(raw) > seconds(fiveMinutes)
        ? "compact.retention.raw"
        : "compact.retention.fiveMinutes",
      "steps below 5h",
    ),
  ];
}
