// Grafana's settings: what the program sets, with the configuration's on top, and secrets as the files that hold them.
// https://grafana.com/docs/grafana/latest/setup-grafana/configure-grafana/
import { PORTS } from "../../kubernetes/ports";
import { merged, type Settings } from "./ini";

/** Folder of the Secret: a file for each `section.key`. */
export const SECRETS_DIR = "/etc/grafana-secrets";
export const CONFIG_DIR = "/etc/grafana";
export const DATA_DIR = "/var/lib/grafana";

/** The administrator's password as a secret setting. */
export const ADMIN_PASSWORD = "security.admin_password";

/** What nobody turns on here: whoever sees the page has signed in. */
const CLOSED: Settings = {
  "auth.anonymous": { enabled: false },
  public_dashboards: { enabled: false },
  snapshots: { enabled: false },
};

/** Nothing is fetched from outside of the cluster and nothing reported; nobody makes an account of his own. */
const QUIET: Settings = {
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

/** Settings that are the program's own, as `section.key`. */
export const OWN_SETTINGS: readonly string[] = [CLOSED, FIXED].flatMap((settings) =>
  Object.entries(settings).flatMap(([section, values]) =>
    Object.keys(values).map((key) => `${section}.${key}`),
  ),
);

/** Where people reach it by HTTPS: cookies go there only. */
const behindTls = (url: string | undefined): Settings =>
  url?.startsWith("https://") === true
    ? { server: { root_url: url }, security: { cookie_secure: true } }
    : url === undefined
      ? {}
      : { server: { root_url: url } };

/** Section and key of a secret's name; a section may have dots, a key has none. */
export const sectionOf = (name: string): readonly [string, string] => {
  const at = name.lastIndexOf(".");
  return [name.slice(0, at), name.slice(at + 1)];
};

/** `$__file{}` is Grafana's own way to read a value from a file. */
const fromFiles = (names: readonly string[]): Settings =>
  names
    .map((name): Settings => {
      const [section, key] = sectionOf(name);
      return { [section]: { [key]: `$__file{${SECRETS_DIR}/${name}}` } };
    })
    .reduce(merged, {});

/** All of them; `secretNames` are those that stand in the Secret beside the administrator's password. */
export const grafanaSettings = (
  settings: Settings,
  secretNames: readonly string[],
  url: string | undefined,
): Settings =>
  [
    QUIET,
    behindTls(url),
    settings,
    CLOSED,
    FIXED,
    fromFiles([ADMIN_PASSWORD, ...secretNames]),
  ].reduce(merged, {});
