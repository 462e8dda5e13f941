// What Grafana keeps secret: its administrator's password, and settings by `section.key` in one secret key.
import { z } from "zod";
import { ADMIN_PASSWORD, OWN_SETTINGS, sectionOf } from "./settings";
import type { Settings } from "./ini";
import type { ConfigError } from "../../config/errors";
import { SECTION, SETTING } from "./config";
import { jsonOf } from "../../config/json";
import type { RawConfig } from "../../config/reader";
import { inClear } from "../object-store/s3/secrets-config";

/** The administrator's password; one is made without it. */
export const GRAFANA_PASSWORD = "grafanaAdminPassword";
/** JSON object of secret settings by `section.key`. */
export const GRAFANA_SECRETS = "grafanaSecrets";

/** Characters at least. */
const SHORTEST = 12;

const isSetting = (name: string): boolean => {
  const [section, key] = sectionOf(name);
  return SECTION.test(section) && SETTING.test(key);
};
const texts = z.record(z.string().refine(isSetting), z.string().min(1));

export interface GrafanaSecrets {
  /** Absent where one is made. */
  readonly adminPassword?: string;
  readonly settings: Readonly<Record<string, string>>;
}

const BROKEN: ConfigError = {
  path: GRAFANA_SECRETS,
  rule: "must be a JSON object of texts by section and key of grafana.ini",
  fix: 'set it to {"auth.generic_oauth.client_secret": "…"} with --secret',
};

/** Reads both keys; what is in them is never shown. `plain` are the settings beside them. */
export function readGrafanaSecrets(
  raw: RawConfig,
  plain: Settings,
): { readonly grafana: GrafanaSecrets; readonly faults: readonly ConfigError[] } {
  const { [GRAFANA_PASSWORD]: password, [GRAFANA_SECRETS]: text } = raw.values;
  const parsed = text === undefined ? { success: true, data: {} } : texts.safeParse(jsonOf(text));
  const settings = parsed.success ? (parsed.data ?? {}) : {};
  return {
    grafana: { adminPassword: password, settings },
    faults: [
      ...[GRAFANA_PASSWORD, GRAFANA_SECRETS]
        .filter((key) => raw.values[key] !== undefined && !raw.secrets.has(key))
        .map(inClear),
      ...(password === undefined ? [] : passwordFaults(password)),
      ...(parsed.success ? [] : [BROKEN]),
      ...Object.keys(settings).flatMap((name) => nameFaults(name, plain)),
    ],
  };
}

/** Grafana starts with `admin` otherwise, and everybody knows that one. */
const passwordFaults = (password: string): ConfigError[] =>
  password.length < SHORTEST || password !== password.trim() || /[\r\n]/.test(password)
    ? [
        {
          path: GRAFANA_PASSWORD,
          rule: `must have ${String(SHORTEST)} characters at least, in one line, without spaces around them`,
          fix: "set a longer one with --secret, or remove it: one is made then",
        },
      ]
    : [];

function nameFaults(name: string, plain: Settings): ConfigError[] {
  const path = `${GRAFANA_SECRETS}.${name}`;
  const [section, key] = sectionOf(name);
  return name === ADMIN_PASSWORD
    ? [{ path, rule: `has a key of its own`, fix: `set ${GRAFANA_PASSWORD} with --secret` }]
    : OWN_SETTINGS.includes(name)
      ? [{ path, rule: "is set by this program", fix: "remove it" }]
      : plain[section]?.[key] === undefined
        ? []
        : [{ path, rule: "stands in grafana.settings too", fix: "remove one of them" }];
}
