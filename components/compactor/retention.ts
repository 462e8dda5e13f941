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

const isLonger = (finer: string, coarser: string): boolean =>
  coarser !== FOREVER && (finer === FOREVER || durationSeconds(finer) > durationSeconds(coarser));

/** Warnings about valid settings with surprising effects. */
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
  return [
    ...(isShorter(raw, 240)
      ? [
          `compact.retention.raw is ${formatValue(raw)}: below 10d, older hours have only downsampled data`,
        ]
      : []),
    ...(isLonger(raw, fiveMinutes) || isLonger(fiveMinutes, oneHour)
      ? [
          "compact.retention keeps a finer resolution longer than a coarser one: queries over long ranges, which use coarser data, reach back less far",
        ]
      : []),
  ];
}
