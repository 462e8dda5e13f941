// Checks the Compactor's retention: downsampling needs raw samples for 40 h and 5 minute samples for 10 d.
// https://thanos.io/tip/components/compact.md/#downsampling
import type { CompactConfig } from "./config";
import { formatValue, type ConfigError } from "../../config/errors";
import { durationSeconds } from "../../config/primitives";

export type Retention = CompactConfig["retention"];

const HOUR = 3600;
const FOR_EVER = "0d";

const shorter = (value: string, hours: number): boolean =>
  value !== FOR_EVER && durationSeconds(value) < hours * HOUR;

/** Errors that would stop the Compactor at start. */
export function retentionErrors({ raw, fiveMinutes }: Retention): ConfigError[] {
  const faults: (ConfigError | false)[] = [
    shorter(raw, 40) && {
      path: "compact.retention.raw",
      value: formatValue(raw),
      rule: "it must be at least 40h, or no 5 minute samples would be created from them",
      fix: 'raise it, or use "0d" to keep them forever',
    },
    shorter(fiveMinutes, 240) && {
      path: "compact.retention.fiveMinutes",
      value: formatValue(fiveMinutes),
      rule: "it must be at least 10d, or no 1 hour samples would be created from them",
      fix: 'raise it, or use "0d" to keep them forever',
    },
  ];
  return faults.filter((fault) => fault !== false);
}

const longer = (finer: string, coarser: string): boolean =>
  coarser !== FOR_EVER && (finer === FOR_EVER || durationSeconds(finer) > durationSeconds(coarser));

/** Warnings about valid settings with surprising effects. */
export function retentionWarnings(
  { raw, fiveMinutes, oneHour }: Retention,
  downsampling: boolean,
): string[] {
  if (!downsampling) {
    return fiveMinutes === FOR_EVER && oneHour === FOR_EVER
      ? []
      : [
          "compact.downsampling is false: no 5 minute and 1 hour samples are created, so their compact.retention applies only to existing ones",
        ];
  }
  return [
    ...(shorter(raw, 240)
      ? [
          `compact.retention.raw is ${formatValue(raw)}: below 10d, older hours have only downsampled data`,
        ]
      : []),
    ...(longer(raw, fiveMinutes) || longer(fiveMinutes, oneHour)
      ? [
          "compact.retention keeps a finer resolution longer than a coarser one: queries over long ranges, which use coarser data, reach back less far",
        ]
      : []),
  ];
}
