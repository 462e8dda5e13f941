// Configuration keys of Grafana and the rules between them.
import { z } from "zod";
import { OWN_SETTINGS } from "./settings";
import { errorIf, formatValue, type ConfigError } from "../../config/errors";
import { storage } from "../../config/storage";
import { annotations, namespaceName, objectName } from "../../config/kubernetes-metadata";
import { hostname, nodePort, url } from "../../config/network";
import { checkedText } from "../../config/primitives";

/** Valid names of sections in grafana.ini. */
export const SECTION = /^[a-z][a-z0-9_]*(\.[A-Za-z0-9_-]+)*$/;
/** Valid names of keys in grafana.ini. */
export const SETTING = /^[A-Za-z][A-Za-z0-9_-]*$/;

const value = z.union([
  checkedText(
    (line) => !/[`\r\n]/.test(line),
    "must be one line without backticks",
    "write it in one line",
  ),
  z.number(),
  z.boolean(),
]);

const settings = z
  .record(z.string().regex(SECTION), z.record(z.string().regex(SETTING), value))
  .default({})
  .describe("Settings of grafana.ini, by section and key; secrets go into `grafanaSecrets`.");

export const grafana = z
  .strictObject({
    enabled: z
      .boolean()
      .default(true)
      .describe("`false` deploys no Grafana; the dashboards' ConfigMaps are created anyway."),
    storage: storage("1Gi"),
    nodePort,
    ingress: z
      .strictObject({
        hostname: hostname.describe("Host name at which it is served."),
        ingressClassName: objectName.describe("IngressClass of the controller."),
        secretName: objectName.describe(
          "Secret with its certificate: an existing one, or one that cert-manager creates for an annotation.",
        ),
        annotations: annotations.default({}).describe("Annotations of the Ingress."),
      })
      .optional()
      .describe("Ingress with HTTPS; none by default."),
    externalUrl: url
      .optional()
      .describe("Public URL; by default `https://` and the Ingress' hostname."),
    settings,
    dashboardNamespaces: z
      .array(namespaceName)
      .default([])
      .describe(
        'Namespaces, in addition to its own, whose ConfigMaps labelled `grafana_dashboard: "1"` are dashboards.',
      ),
  })
  .prefault({});

export type GrafanaConfig = z.infer<typeof grafana>;

/** Keys of grafana.ini whose values are secret and must not be in a stack's file. */
const SECRET_KEY = /(^|_)(password|secret|secret_key|private_key|token|license_text)$/;

/** Rejects settings that are fixed or secret, and repeated namespaces. `own` is Grafana's namespace. */
export const grafanaErrors = (
  { settings: configured, dashboardNamespaces }: GrafanaConfig,
  own: string | undefined,
): ConfigError[] => [
  ...Object.entries(configured).flatMap(([section, values]) =>
    Object.entries(values).flatMap(([key, setting]) => settingErrors(section, key, setting)),
  ),
  ...dashboardNamespaces.flatMap((name, i) =>
    errorIf(name === own || dashboardNamespaces.indexOf(name) < i, {
      path: `grafana.dashboardNamespaces[${String(i)}]`,
      value: formatValue(name),
      rule:
        name === own
          ? "this is Grafana's own namespace, which is read anyway"
          : "it is listed twice",
      fix: "remove it",
    }),
  ),
];

function settingErrors(section: string, key: string, setting: unknown): ConfigError[] {
  const name = `${section}.${key}`;
  const path = `grafana.settings.${name}`;
  if (OWN_SETTINGS.includes(name)) {
    const rule = "it is set by this program";
    return [{ path, value: formatValue(setting), rule, fix: "remove it" }];
  }
  return errorIf(SECRET_KEY.test(key), {
    path,
    rule: "is a secret, and must not be readable in the file of the stack",
    fix:
      name === "security.admin_password"
        ? "set grafanaAdminPassword with --secret, and remove it here"
        : `set it as "${name}" in grafanaSecrets with --secret, and remove it here`,
  });
}
