// What the pure part of the program says of a configuration.
import { PROJECT, stackConfig } from "../../tools/render/stack-config";
import type { ReadContexts } from "../../config/kube-context";
import { parseConfig, type ParseResult } from "../../config/parse";
import { warningsOf } from "../../config/warnings";
import { but, type ConfigObject } from "./configs";

/** As the program reads it: the keys of its own namespace. */
export function judged(
  config: ConfigObject,
  contextsOf: ReadContexts = () => undefined,
): ParseResult {
  const { values, secrets } = stackConfig(but(config, {}));
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

/** Without it every stack is warned that nobody is told of its alerts. */
const SOMEBODY = {
  alertmanager: { route: { receiver: "a" }, receivers: [{ name: "a", integrations: [] }] },
};

/** Faults as the report writes them, or warnings where there are none; with somebody to tell unless it says whom. */
export function saidOf(config: ConfigObject, contextsOf?: ReadContexts): string[] {
  const verdict = judged({ ...SOMEBODY, ...config }, contextsOf);
  return "faults" in verdict
    ? verdict.faults.map(({ path, value, rule, fix }) =>
        value === undefined
          ? `${path} ${rule}; ${fix}`
          : `${path} is ${value}, but ${rule}; ${fix}`,
      )
    : warningsOf(verdict.settings).map((warning) => `warning: ${warning}`);
}
