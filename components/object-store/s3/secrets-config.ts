// Secret key pairs for S3 buckets: each must be set as a secret, and no value is ever printed.
import { z } from "zod";
import type { ObjectStoreKeys } from "../spec";
import type { ConfigError } from "../../../config/errors";
import { jsonOf } from "../../../config/json";
import type { RawConfig } from "../../../config/reader";
import { REQUIRED } from "../../../config/required";

/** Key pair of the cluster's own bucket. */
export const KEY_PAIR = ["objectStoreAccessKey", "objectStoreSecretKey"] as const;
/** On the observer: JSON object of `{accessKey, secretKey}` by observee. */
export const OBSERVEE_PAIRS = "observeeStoreKeys";

const pairs = z.record(
  z.string(),
  z.strictObject({ accessKey: z.string().min(1), secretKey: z.string().min(1) }),
);

/** Key pairs, and the errors in them. */
export interface Secrets {
  /** Of the cluster's own bucket; absent if it is not configured as a whole. */
  readonly own?: ObjectStoreKeys;
  /** Of the observees' buckets, by observee. */
  readonly observees: Readonly<Record<string, ObjectStoreKeys>>;
  readonly errors: readonly ConfigError[];
}

/** Reads the key pairs. `needed` is whether that of the own bucket is required. */
export function readSecrets(raw: RawConfig, needed: boolean): Secrets {
  const [accessKey, secretKey] = [raw.values[KEY_PAIR[0]], raw.values[KEY_PAIR[1]]];
  const { observees, errors } = readPairs(raw.values[OBSERVEE_PAIRS]);
  return {
    own: accessKey === undefined || secretKey === undefined ? undefined : { accessKey, secretKey },
    observees,
    errors: [
      ...KEY_PAIR.filter((key) => needed && raw.values[key] === undefined).map(missing),
      ...clearTextErrors(raw, ...KEY_PAIR, OBSERVEE_PAIRS),
      ...errors,
    ],
  };
}

function readPairs(text: string | undefined): Pick<Secrets, "observees" | "errors"> {
  const result = pairs.safeParse(text === undefined ? {} : jsonOf(text));
  if (result.success) {
    return { observees: result.data, errors: [] };
  }
  const rule = "must be a JSON object of {accessKey, secretKey} by observee";
  const fix = 'set it to {"paris": {"accessKey": "…", "secretKey": "…"}} with --secret';
  return { observees: {}, errors: [{ path: OBSERVEE_PAIRS, rule, fix }] };
}

/** Error for a required secret that is not set. */
export const missing = (key: string): ConfigError => ({
  path: key,
  rule: "is required",
  fix: REQUIRED[key] ?? "set it",
});

/** Errors for keys that are set, but not as a secret. */
export const clearTextErrors = (raw: RawConfig, ...keys: readonly string[]): ConfigError[] =>
  keys
    .filter((key) => raw.values[key] !== undefined && !raw.secrets.has(key))
    .map((key) => ({
      path: key,
      rule: "must be a secret",
      fix: `set it again with \`pulumi config set --secret thanos-fleet:${key}\`, and replace the secret itself, which was stored unencrypted`,
    }));
