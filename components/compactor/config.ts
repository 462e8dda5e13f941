// Configuration keys of the Compactor and the rules between them.
import { z } from "zod";
import { DELETE_DELAY } from "./spec";
import { formatValue, type ConfigError } from "../../config/errors";
import { retentionErrors, retentionWarnings } from "./retention";
import { storageBySize } from "../../config/storage";
import { duration, durationSeconds, wholeNumber } from "../../config/primitives";

const HOUR = 3600;

const kept = (resolution: string) =>
  duration
    .default("0d")
    .describe(`How long ${resolution} samples stay in the bucket; \`0d\` is for ever.`);

export const compact = z
  .strictObject({
    retention: z
      .strictObject({
        raw: kept("raw"),
        fiveMinutes: kept("5 minute"),
        oneHour: kept("1 hour"),
      })
      .prefault({}),
    downsampling: z
      .boolean()
      .default(true)
      .describe(
        "Whether 5 minute and 1 hour samples are made, by which long ranges are answered quickly; with all three kept, blocks take up to three times the room.",
      ),
    consistencyDelay: duration
      .default("30m")
      .describe("Age at which a block is first touched, so that its upload is over."),
    deleteDelay: duration
      .default(DELETE_DELAY)
      .describe(
        "How long a block stays in the bucket after it was marked for deletion, at least `1h`; after half of it the Store Gateways ask for it no more.",
      ),
    concurrency: wholeNumber(1, 64, "use 1")
      .default(1)
      .describe("Compactions, and downsamplings, at one time; each takes a CPU and memory."),
    storage: storageBySize("compact"),
  })
  .prefault({});

export type CompactConfig = z.infer<typeof compact>;

/** Errors across several keys. https://thanos.io/tip/components/compact.md/ */
export function compactorErrors(config: CompactConfig): ConfigError[] {
  const { retention, downsampling, consistencyDelay, deleteDelay } = config;
  const faults: (ConfigError | false)[] = [
    durationSeconds(deleteDelay) < HOUR && {
      path: "compact.deleteDelay",
      value: formatValue(deleteDelay),
      rule: "must be at least 1h: the Store Gateways list the bucket every 15m, and would ask for blocks that are gone",
      fix: 'use for example "48h"',
    },
    durationSeconds(consistencyDelay) > durationSeconds(deleteDelay) && {
      path: "compact.consistencyDelay",
      value: formatValue(consistencyDelay),
      rule: `must not be longer than compact.deleteDelay, ${formatValue(deleteDelay)}, or blocks could be deleted before what replaces them is looked at`,
      fix: 'use for example "30m"',
    },
  ];
  return [
    ...(downsampling ? retentionErrors(retention) : []),
    ...faults.filter((fault) => fault !== false),
  ];
}

/** Warnings about valid settings with surprising effects. */
export function compactWarnings(config: CompactConfig): string[] {
  const { retention, downsampling, consistencyDelay } = config;
  return [
    ...retentionWarnings(retention, downsampling),
    ...(durationSeconds(consistencyDelay) < HOUR / 2
      ? [
          `compact.consistencyDelay is ${formatValue(consistencyDelay)}: with less than 30m a block may be touched whose upload is not over`,
        ]
      : []),
  ];
}
