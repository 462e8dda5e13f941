// Reads the secrets of Alertmanager's receivers from one secret key, which holds them by name.
import { z } from "zod";
import { errorIf, type ConfigError } from "../../config/errors";
import { jsonOf } from "../../config/json";
import { didYouMean } from "../../config/nearest";
import type { RawConfig } from "../../config/reader";
import { SECRET_NAME, secretsOf, type Receiver } from "./receivers-config";
import { clearTextErrors } from "../object-store/s3/secrets-config";
import { isUrl } from "../../config/network";

/** Configuration key: a JSON object of secrets by the names that receivers use. */
export const RECEIVER_SECRETS = "alertmanagerSecrets";

const texts = z.record(z.string().regex(SECRET_NAME), z.string().regex(/^\S(.*\S)?$/));

/** Secrets by the names with which receivers refer to them. */
export type ReceiverSecrets = Readonly<Record<string, string>>;

const BROKEN: ConfigError = {
  path: RECEIVER_SECRETS,
  rule: "must be a JSON object of secrets by name, each one line of text",
  fix: 'set it to {"slack": "https://…"} with --secret',
};

/** Reads `alertmanagerSecrets`; errors never show its content. */
export function readReceiverSecrets(raw: RawConfig): {
  readonly receivers: ReceiverSecrets;
  readonly errors: readonly ConfigError[];
} {
  const text = raw.values[RECEIVER_SECRETS];
  if (text === undefined) {
    return { receivers: {}, errors: [] };
  }
  const clear = clearTextErrors(raw, RECEIVER_SECRETS);
  const parsed = texts.safeParse(jsonOf(text));
  return parsed.success
    ? { receivers: parsed.data, errors: clear }
    : { receivers: {}, errors: [...clear, BROKEN] };
}

/** Errors for secrets that receivers refer to but that do not exist or are not the URL that they must be. */
export function receiverSecretErrors(
  receivers: readonly Receiver[],
  secrets: ReceiverSecrets,
): ConfigError[] {
  const names = Object.keys(secrets);
  return secretsOf(receivers).flatMap(({ path, name, isUrl: mustBeUrl }): ConfigError[] => {
    const value = JSON.stringify(name);
    if (!names.includes(name)) {
      const rule = `${RECEIVER_SECRETS} has no entry of this name`;
      return [{ path, value, rule, fix: didYouMean(name, names, "add it there, with --secret") }];
    }
    return errorIf(mustBeUrl && !isUrl(secrets[name] ?? ""), {
      path,
      value,
      rule: "the secret of this name must be a URL with http:// or https://",
      fix: `set that entry of ${RECEIVER_SECRETS} again`,
    });
  });
}
