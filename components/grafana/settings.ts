// Builds Grafana's settings: defaults, the configuration's settings, fixed ones, and secrets as references to files.
// https://grafana.com/docs/grafana/latest/setup-grafana/configure-grafana/
import { PORTS } from "../../kubernetes/ports";
import { merged, type Settings } from "./ini";

/** Mount path of the Secret: one file per `section.key`. */
export const SECRETS_DIR = "/etc/grafana-secrets";
/** Folder of grafana.ini. */
export const CONFIG_DIR = "/etc/grafana";
/** Folder of the database and the plugins, on the volume. */
export const DATA_DIR = "/var/lib/grafana";

/** `section.key` of the administrator's password. */
export const ADMIN_PASSWORD = "security.admin_password";

/** Fixed, so that nothing is visible without a login. */
const LOGIN_REQUIRED: Settings = {
  "auth.anonymous": { enabled: false },
  public_dashboards: { enabled: false },
  snapshots: { enabled: false },
};

/** Defaults: no downloads from outside the cluster, no reporting, no sign-up. */
const NO_PHONE_HOME: Settings = {
  analytics: {
    reporting_enabled: false,
    check_for_updates: false,
    check_for_plugin_updates: false,
  },
  news: { news_feed_enabled: false },
  plugins: { preinstall_disabled: true },
  security: { disable_gravatar: true },
  users: { allow_sign_up: false },
};

const FIXED: Settings = {
  paths: {
    data: DATA_DIR,
    plugins: `${DATA_DIR}/plugins`,
    provisioning: `${CONFIG_DIR}/provisioning`,
  },
  server: { http_port: PORTS.grafana, protocol: "http" },
  log: { mode: "console" },
};

/** Settings that configuration must not set, as `section.key`. */
export const OWN_SETTINGS: readonly string[] = [LOGIN_REQUIRED, FIXED].flatMap((settings) =>
  Object.entries(settings).flatMap(([section, values]) =>
    Object.keys(values).map((key) => `${section}.${key}`),
  ),
);

/** Public URL; with HTTPS, cookies are sent over HTTPS only. */
const behindTls = (url: string | undefined): Settings =>
  url?.startsWith("https://") === true
    ? { server: { root_url: url }, security: { cookie_secure: true } }
    : url === undefined
      ? {}
      : { server: { root_url: url } };

/** Splits `section.key`; a section may contain dots, a key may not. */
export const sectionOf = (name: string): readonly [string, string] => {
  const at = name.lastIndexOf(".");
  return [name.slice(0, at), name.slice(at + 1)];
};

/** `$__file{}` is Grafana's syntax for a value read from a file. */
const fromFiles = (names: readonly string[]): Settings =>
  names
    .map((name): Settings => {
      const [section, key] = sectionOf(name);
      return { [section]: { [key]: `$__file{${SECRETS_DIR}/${name}}` } };
    })
    .reduce(merged, {});

/**
 * All settings: defaults, then `url` and the configured `settings`, then fixed ones and secrets, which take precedence.
 * `secretNames` are the settings in the Secret besides the administrator's password.
 */
export const grafanaSettings = (
  settings: Settings,
  secretNames: readonly string[],
  url: string | undefined,
): Settings =>
  [
    NO_PHONE_HOME,
    behindTls(url),
    settings,
    LOGIN_REQUIRED,
    FIXED,
    fromFiles([ADMIN_PASSWORD, ...secretNames]),
  ].reduce(merged, {});
