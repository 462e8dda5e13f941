// Configuration keys of Grafana and the rules between them.
import { z } from "zod";
import { OWN_SETTINGS } from "./settings";
import type { Settings } from "./ini";
import { issue, formatValue, type ConfigError } from "../../config/errors";
import { storage } from "../../config/storage";
import {
  annotations,
  hostname,
  namespaceName,
  nodePort,
  objectName,
  url,
} from "../../config/primitives";

/** Valid names of sections and keys in grafana.ini. */
export const SECTION = /^[a-z][a-z0-9_]*(\.[A-Za-z0-9_-]+)*$/;
export const SETTING = /^[A-Za-z][A-Za-z0-9_-]*$/;

const value = z.union([
  z
    .string()
    .refine(
      (line) => !/[`\r\n]/.test(line),
      issue("must be one line without backticks", "write it in one line"),
    ),
  z.number(),
  z.boolean(),
]);

const settings = z
  .record(z.string().regex(SECTION), z.record(z.string().regex(SETTING), value))
  .default({})
  .describe("Values by key, by section of grafana.ini; secrets go into `grafanaSecrets`.");

export const grafana = z
  .strictObject({
    enabled: z
      .boolean()
      .default(true)
      .describe("`false` deploys none; the dashboards' ConfigMaps are there all the same."),
    storage: storage("1Gi"),
    nodePort,
    ingress: z
      .strictObject({
        hostname: hostname.describe("DNS name at which people reach it."),
        ingressClassName: objectName.describe("Class of the controller."),
        secretName: objectName.describe(
          "Secret with its certificate: one that is there, or that cert-manager makes for an annotation.",
        ),
        annotations: annotations.default({}).describe("Annotations of the Ingress."),
      })
      .optional()
      .describe("An Ingress, by HTTPS; none without it."),
    externalUrl: url
      .optional()
      .describe("Where people reach it; `https://` and the Ingress' hostname without it."),
    settings,
    dashboardNamespaces: z
      .array(namespaceName)
      .default([])
      .describe(
        'Namespaces, beside its own, whose ConfigMaps labelled `grafana_dashboard: "1"` are dashboards.',
      ),
  })
  .prefault({});

export type GrafanaConfig = z.infer<typeof grafana>;

/** Keys of grafana.ini whose values are secret and must not be in a stack's file. */
const SECRET_KEY = /(^|_)(password|secret|secret_key|private_key|token|license_text)$/;

const pairs = (settings: Settings): [string, string, unknown][] =>
  Object.entries(settings).flatMap(([section, values]) =>
    Object.entries(values).map(([key, given]): [string, string, unknown] => [section, key, given]),
  );

/** Rejects settings that are fixed or secret, and repeated namespaces. `own` is Grafana's namespace. */
export const grafanaFaults = (
  { settings: given, dashboardNamespaces }: GrafanaConfig,
  own: string | undefined,
): ConfigError[] => [
  ...pairs(given).flatMap(([section, key, setting]): ConfigError[] => {
    const path = `grafana.settings.${section}.${key}`;
    const name = `${section}.${key}`;
    return OWN_SETTINGS.includes(name)
      ? [{ path, value: formatValue(setting), rule: "it is set by this program", fix: "remove it" }]
      : SECRET_KEY.test(key)
        ? [
            {
              path,
              rule: "is a secret, and stands here for all to read",
              fix:
                name === "security.admin_password"
                  ? "set grafanaAdminPassword with --secret, and remove it here"
                  : `set it as "${name}" in grafanaSecrets with --secret, and remove it here`,
            },
          ]
        : [];
  }),
  ...dashboardNamespaces.flatMap((name, i): ConfigError[] =>
    name === own || dashboardNamespaces.indexOf(name) < i
      ? [
          {
            path: `grafana.dashboardNamespaces[${String(i)}]`,
            value: formatValue(name),
            rule:
              name === own ? "it is Grafana's own, which is read anyway" : "it stands there twice",
            fix: "remove it",
          },
        ]
      : [],
  ),
];
