// Minimum retention on a pod's disk: an object store outage longer than the retention loses blocks not yet uploaded.
import { errorIf, formatValue, type ConfigError } from "../../config/errors";
import { durationSeconds } from "../../config/primitives";

const LEAST = "6h";

/** `path` is the configuration key of the retention. */
export const minimumRetentionErrors = (path: string, retention: string): ConfigError[] =>
  errorIf(durationSeconds(retention) < durationSeconds(LEAST), {
    path,
    value: formatValue(retention),
    rule: `must be at least ${LEAST}, or an outage of the object store loses blocks`,
    fix: 'use for example "2d"',
  });
