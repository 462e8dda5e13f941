// Parses a stack's raw configuration to settings and secrets, or to the list of all its errors. Pure, for fast tests.
import { OBSERVEE_PAIRS } from "../components/object-store/s3/secrets-config";
import { OBSERVEE_CONFIGS } from "../components/object-store/thanos/secrets-config";
import { externalErrors } from "../components/prometheus/external-config";
import { formatValue, type ConfigError } from "./errors";
import { contextErrors, type ReadContexts } from "./kube-context";
import { didYouMean } from "./nearest";
import { observeeKeys, type ObserveeSettings } from "./observee";
import { observeeErrors } from "./observee-rules";
import { observerKeys, type ObserverSettings } from "./observer";
import { observerErrors, pairErrors } from "./observer-rules";
import { isComplete, read, type RawConfig } from "./reader";
import { REQUIRED } from "./required";
import { readAllSecrets, secretKeys, type Secrets } from "./secrets";
import { sharedKeys, type SharedConfig } from "./shared";
import { sharedErrors } from "./shared-rules";

/** The settings and secrets of a stack without errors, or all errors. */
export type ParseResult =
  | { readonly role: "observer"; readonly settings: ObserverSettings; readonly keys: Secrets }
  | { readonly role: "observee"; readonly settings: ObserveeSettings; readonly keys: Secrets }
  | { readonly errors: readonly ConfigError[] };

/** Checks all keys and the rules between them. `stack` is the stack's full name. */
export function parseConfig(raw: RawConfig, stack: string, contextsOf: ReadContexts): ParseResult {
  const role = raw.values["role"];
  switch (role) {
    case "observer":
      return parseObserver(raw, stack, contextsOf);
    case "observee":
      return parseObservee(raw, stack, contextsOf);
    default:
      return { errors: roleErrors(role, raw, contextsOf) };
  }
}

function parseObserver(raw: RawConfig, stack: string, contextsOf: ReadContexts): ParseResult {
  const { settings, decoded, errors } = read(observerKeys, secretKeys("observer"), raw);
  const secrets = readAllSecrets(raw, settings, settings.grafana?.settings);
  const all = [
    ...errors,
    ...observerErrors(settings, decoded["observees"], stack),
    ...commonErrors(settings, raw, contextsOf),
    ...externalErrors(settings.externalPrometheus, decoded),
    ...secrets.errors,
    ...pairErrors(OBSERVEE_PAIRS, Object.keys(secrets.observees), decoded["observees"]),
    ...pairErrors(OBSERVEE_CONFIGS, Object.keys(secrets.observeeConfigs), decoded["observees"]),
  ];
  return all.length > 0 || !isComplete(observerKeys, settings)
    ? { errors: all }
    : { role: "observer", settings, keys: secrets };
}

function parseObservee(raw: RawConfig, stack: string, contextsOf: ReadContexts): ParseResult {
  const { settings, decoded, errors } = read(observeeKeys, secretKeys("observee"), raw);
  const secrets = readAllSecrets(raw, settings);
  const all = [
    ...errors,
    ...observeeErrors(settings, stack),
    ...commonErrors(settings, raw, contextsOf),
    ...externalErrors(settings.externalPrometheus, decoded),
    ...secrets.errors,
  ];
  return all.length > 0 || !isComplete(observeeKeys, settings)
    ? { errors: all }
    : { role: "observee", settings, keys: secrets };
}

/** Without a role only the keys of both roles are checked; keys of either role count as known. */
function roleErrors(
  role: string | undefined,
  raw: RawConfig,
  contextsOf: ReadContexts,
): ConfigError[] {
  const either = [...Object.keys(observerKeys), ...Object.keys(observeeKeys)];
  const { settings, errors } = read(sharedKeys, [...secretKeys("observer"), ...either], raw);
  const roleError: ConfigError =
    role === undefined
      ? { path: "role", rule: "is required", fix: REQUIRED["role"] ?? "" }
      : {
          path: "role",
          value: formatValue(role),
          rule: 'must be "observer" or "observee"',
          fix: didYouMean(role, ["observer", "observee"], "use one of them"),
        };
  return [roleError, ...errors, ...commonErrors(settings, raw, contextsOf)];
}

/** A key with an error of its own is absent from the settings, so a rule may wrongly report it as missing. */
const commonErrors = (
  settings: Partial<SharedConfig>,
  raw: RawConfig,
  contextsOf: ReadContexts,
): ConfigError[] => [
  ...contextErrors(settings.kubernetes, contextsOf),
  ...sharedErrors(settings).filter(
    ({ path, rule }) => !(rule.startsWith("is required") && raw.values[path] !== undefined),
  ),
];
