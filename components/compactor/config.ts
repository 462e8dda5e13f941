// Configuration keys of the Compactor and the rules between them.
import { z } from "zod";
import { DELETE_DELAY } from "./spec";
import { formatValue, type ConfigError } from "../../config/errors";
import { retentionErrors, retentionWarnings } from "./retention";
import { storageBySize } from "../../config/storage";
import { duration, durationSeconds, wholeNumber } from "../../config/primitives";

const HOUR = 3600;

const retentionOf = (resolution: string) =>
  duration
    .default("0d")
    .describe(`How long ${resolution} samples stay in the bucket; \`0d\` keeps them forever.`);

export const compact = z
  .strictObject({
    retention: z
      .strictObject({
        raw: retentionOf("raw"),
        fiveMinutes: retentionOf("5 minute"),
        oneHour: retentionOf("1 hour"),
      })
      .prefault({}),
    downsampling: z
      .boolean()
      .default(true)
      .describe(
        "Whether to create 5 minute and 1 hour samples, which speed up queries over long ranges; with all three resolutions, blocks take up to three times the space.",
      ),
    consistencyDelay: duration
      .default("30m")
      .describe(
        "Minimum age of a block before the Compactor processes it, so that its upload is complete.",
      ),
    deleteDelay: duration
      .default(DELETE_DELAY)
      .describe(
        "Time from a block's deletion mark to its deletion, at least `1h`; Store Gateways stop serving the block after half of it.",
      ),
    concurrency: wholeNumber(1, 64, "use 1")
      .default(1)
      .describe(
        "Limit of concurrent compactions, and of concurrent downsamplings; each takes a CPU and memory.",
      ),
    storage: storageBySize("compact"),
  })
  .prefault({});

export type CompactConfig = z.infer<typeof compact>;

/** Errors across several keys. https://thanos.io/tip/components/compact.md/ */
export function compactorErrors(config: CompactConfig): ConfigError[] {
  const { retention, downsampling, consistencyDelay, deleteDelay } = config;
  const errors: (ConfigError | false)[] = [
    durationSeconds(deleteDelay) < HOUR && {
      path: "compact.deleteDelay",
      value: formatValue(deleteDelay),
      rule: "must be at least 1h: Store Gateways list the bucket every 15m, and would request deleted blocks",
      fix: 'use for example "48h"',
    },
    durationSeconds(consistencyDelay) > durationSeconds(deleteDelay) && {
      path: "compact.consistencyDelay",
      value: formatValue(consistencyDelay),
      rule: `must not be longer than compact.deleteDelay, ${formatValue(deleteDelay)}, or blocks could be deleted before their replacements are processed`,
      fix: 'use for example "30m"',
    },
  ];
  return [
    ...(downsampling ? retentionErrors(retention) : []),
    ...errors.filter((error) => error !== false),
  ];
}

/** Warnings about retention, and about a consistency delay below 30 minutes. */
export function compactWarnings(config: CompactConfig): string[] {
  const { retention, downsampling, consistencyDelay } = config;
  return [
    ...retentionWarnings(retention, downsampling),
    ...(durationSeconds(consistencyDelay) < HOUR / 2
      ? [
          `compact.consistencyDelay is ${formatValue(consistencyDelay)}: below 30m, the Compactor may process a block whose upload is incomplete`,
        ]
      : []),
  ];
}
