// Runs only the parser of the configuration, for tests of its errors and warnings.
import { PROJECT, stackConfig } from "../../tools/render/stack-config";
import type { ReadContexts } from "../../config/kube-context";
import { parseConfig, type ParseResult } from "../../config/parse";
import { warningsOf } from "../../config/warnings";
import { withKeys, type ConfigObject } from "./configs";

/** Parses only the keys of the program's own namespace, as the program does. */
export function parseTestConfig(
  config: ConfigObject,
  contextsOf: ReadContexts = () => undefined,
): ParseResult {
  const { values, secrets } = stackConfig(withKeys(config, {}));
  const own = (key: string) => key.startsWith(`${PROJECT}:`);
  const short = (key: string) => key.slice(PROJECT.length + 1);
  const raw = {
    values: Object.fromEntries(
      Object.entries(values).flatMap(([key, text]) => (own(key) ? [[short(key), text]] : [])),
    ),
    secrets: new Set(secrets.filter(own).map(short)),
  };
  return parseConfig(raw, "organization/thanos-fleet/test", contextsOf);
}

/** An Alertmanager, without which every stack has a warning that its alerts go nowhere. */
const ALERT_RECEIVER = {
  alertmanager: { route: { receiver: "a" }, receivers: [{ name: "a", integrations: [] }] },
};

/** Errors as in the report, or else warnings; adds an Alertmanager unless the configuration has one. */
export function messagesOf(config: ConfigObject, contextsOf?: ReadContexts): string[] {
  const verdict = parseTestConfig({ ...ALERT_RECEIVER, ...config }, contextsOf);
  return "errors" in verdict
    ? verdict.errors.map(({ path, value, rule, fix }) =>
        value === undefined
          ? `${path} ${rule}; ${fix}`
          : `${path} is ${value}, but ${rule}; ${fix}`,
      )
    : warningsOf(verdict.settings).map((warning) => `warning: ${warning}`);
}
