// The only reader of configuration: every key of the namespace, strictly, all faults in one report.
import * as pulumi from "@pulumi/pulumi";
import { userError } from "./user-error";
import { report, shown, type Fault } from "./specs/config/faults";
import { nearest } from "./specs/config/nearest";
import { observeeKeys, observeeRules, type ObserveeSettings } from "./specs/config/observee";
import {
  observerKeys,
  observerRules,
  pairFaults,
  type ObserverSettings,
} from "./specs/config/observer";
import { read, type RawConfig } from "./specs/config/reader";
import { REQUIRED } from "./specs/config/required";
import { KEY_PAIR, OBSERVEE_PAIRS, readSecrets } from "./specs/config/secrets";
import { warningsOf } from "./specs/config/warnings";
import { sharedKeys, sharedRules } from "./specs/config/shared";
import type { ObjectStoreKeys } from "./specs/objstore";

const NAMESPACE = "thanos-fleet";

interface Common {
  /** This stack's full name. */
  readonly stack: string;
  /** Key pair for the cluster's own bucket; absent where IAM roles are used. */
  readonly objectStoreKeys?: pulumi.Output<ObjectStoreKeys>;
}

export interface ObserverConfig extends ObserverSettings, Common {
  readonly role: "observer";
  /** Key pairs with which the observer reads observees' buckets, by observee. */
  readonly observeeStoreKeys: Readonly<Record<string, pulumi.Output<ObjectStoreKeys>>>;
}

export interface ObserveeConfig extends ObserveeSettings, Common {
  readonly role: "observee";
}

export type Config = ObserverConfig | ObserveeConfig;

/** Reads and checks the stack's configuration. Throws a RunError that reports every fault. */
export function loadConfig(): Config {
  const raw = rawConfig();
  const role = raw.values["role"];
  switch (role) {
    case "observer":
      return loadObserver(raw);
    case "observee":
      return loadObservee(raw);
    default:
      throw refuseRole(role, raw);
  }
}

function loadObserver(raw: RawConfig): ObserverConfig {
  const stack = stackName();
  const { settings, texts, faults } = read(observerKeys, secretKeys("observer"), raw);
  const secrets = readSecrets(raw, settings.objectStore?.auth.kind === "keys");
  refuseIf(stack, [
    ...faults,
    ...observerRules(settings, texts["observees"], stack),
    ...sharedRules(settings),
    ...secrets.faults,
    ...pairFaults(OBSERVEE_PAIRS, Object.keys(secrets.observees), texts["observees"]),
  ]);
  warn(settings as ObserverSettings);
  return {
    role: "observer",
    stack,
    ...(settings as ObserverSettings),
    ...own(secrets.own),
    observeeStoreKeys: Object.fromEntries(
      Object.entries(secrets.observees).map(([name, pair]) => [name, pulumi.secret(pair)]),
    ),
  };
}

function loadObservee(raw: RawConfig): ObserveeConfig {
  const stack = stackName();
  const { settings, faults } = read(observeeKeys, secretKeys("observee"), raw);
  const secrets = readSecrets(raw, settings.objectStore?.auth.kind === "keys");
  refuseIf(stack, [
    ...faults,
    ...observeeRules(settings, stack),
    ...sharedRules(settings),
    ...secrets.faults,
  ]);
  warn(settings as ObserveeSettings);
  return { role: "observee", stack, ...(settings as ObserveeSettings), ...own(secrets.own) };
}

/** Without a role only the keys that both roles have can be judged; the keys of either are known. */
function refuseRole(role: string | undefined, raw: RawConfig): Error {
  const either = [...Object.keys(observerKeys), ...Object.keys(observeeKeys)];
  const { settings, faults } = read(sharedKeys, [...secretKeys("observer"), ...either], raw);
  const near = role === undefined ? undefined : nearest(role, ["observer", "observee"]);
  const roleFault: Fault =
    role === undefined
      ? { path: "role", rule: "is required", fix: REQUIRED["role"] ?? "" }
      : {
          path: "role",
          value: shown(role),
          rule: 'it must be "observer" or "observee"',
          fix: near === undefined ? "use one of them" : `did you mean "${near}"?`,
        };
  return refusal(stackName(), [roleFault, ...faults, ...sharedRules(settings)]);
}

const stackName = () => `${pulumi.getOrganization()}/${pulumi.getProject()}/${pulumi.getStack()}`;

const secretKeys = (role: Config["role"]): string[] => [
  "role",
  ...KEY_PAIR,
  ...(role === "observer" ? [OBSERVEE_PAIRS] : []),
];

const warn = (settings: ObserverSettings | ObserveeSettings): void => {
  for (const warning of warningsOf(settings)) {
    void pulumi.log.warn(`${NAMESPACE}: ${warning}.`);
  }
};

const own = (pair: ObjectStoreKeys | undefined) =>
  pair === undefined ? {} : { objectStoreKeys: pulumi.secret(pair) };

function refuseIf(stack: string, faults: readonly Fault[]): void {
  if (faults.length > 0) {
    throw refusal(stack, faults);
  }
}

const refusal = (stack: string, faults: readonly Fault[]) =>
  userError(
    report(
      stack,
      faults.map((fault) => ({ ...fault, path: `${NAMESPACE}:${fault.path}` })),
    ),
  );

/** Every key of the namespace, whether the program knows it or not. */
function rawConfig(): RawConfig {
  const prefix = `${NAMESPACE}:`;
  const entries = Object.entries(pulumi.runtime.allConfig()).filter(([key]) =>
    key.startsWith(prefix),
  );
  return {
    values: Object.fromEntries(entries.map(([key, text]) => [key.slice(prefix.length), text])),
    secrets: new Set(
      entries.filter(([key]) => isSecret(key)).map(([key]) => key.slice(prefix.length)),
    ),
  };
}

/** The runtime knows which keys are secret, but leaves the function that tells so out of its types. */
function isSecret(key: string): boolean {
  const tell: unknown = Reflect.get(pulumi.runtime, "isConfigSecret");
  return typeof tell === "function" && tell(key) === true;
}
