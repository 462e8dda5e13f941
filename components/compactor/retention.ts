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
      rule: "it must be at least 40h, or no 5 minute samples would ever be made of them",
      fix: 'raise it, or use "0d" for ever',
    },
    shorter(fiveMinutes, 240) && {
      path: "compact.retention.fiveMinutes",
      value: formatValue(fiveMinutes),
      rule: "it must be at least 10d, or no 1 hour samples would ever be made of them",
      fix: 'raise it, or use "0d" for ever',
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
          "compact.downsampling is false: no 5 minute and 1 hour samples are made, so their compact.retention ends only what was made before",
        ];
  }
  return [
    ...(shorter(raw, 240)
      ? [
          `compact.retention.raw is ${formatValue(raw)}: with less than 10d a look at an older hour finds downsampled data only`,
        ]
      : []),
    ...(longer(raw, fiveMinutes) || longer(fiveMinutes, oneHour)
      ? [
          "compact.retention keeps a finer resolution longer than a coarser one: long ranges end before short ones do",
        ]
      : []),
  ];
}
