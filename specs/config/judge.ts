// Judges a stack's raw configuration: its settings and secrets, or every fault in it. Pure, so that it can be tried often.
import type { ObjectStoreKeys } from "../objstore";
import { externalFaults } from "./external-prometheus";
import {
  RECEIVER_SECRETS,
  readReceiverSecrets,
  receiverSecretFaults,
  type ReceiverSecrets,
} from "./alertmanager-secrets";
import { shown, type Fault } from "./faults";
import { nearest } from "./nearest";
import { observeeKeys, observeeRules, type ObserveeSettings } from "./observee";
import { observerKeys, observerRules, pairFaults, type ObserverSettings } from "./observer";
import { read, type RawConfig } from "./reader";
import { REQUIRED } from "./required";
import { KEY_PAIR, OBSERVEE_PAIRS, readSecrets } from "./secrets";
import {
  OBSERVEE_CONFIGS,
  readStoreSecrets,
  STORE_CONFIG,
  type StoreSecrets,
} from "./store-secrets";
import { sharedKeys, sharedRules, type SharedConfig } from "./shared";

interface Keys extends Omit<StoreSecrets, "faults"> {
  /** Key pair for the cluster's own bucket; absent where IAM roles are used. */
  readonly own?: ObjectStoreKeys;
  /** Key pairs for observees' buckets, by observee. */
  readonly observees: Readonly<Record<string, ObjectStoreKeys>>;
  /** What Alertmanager's receivers keep secret, by name. */
  readonly receivers: ReceiverSecrets;
}

export type Verdict =
  | { readonly role: "observer"; readonly settings: ObserverSettings; readonly keys: Keys }
  | { readonly role: "observee"; readonly settings: ObserveeSettings; readonly keys: Keys }
  | { readonly faults: readonly Fault[] };

/** `stack` is the stack's own full name. */
export function judge(raw: RawConfig, stack: string): Verdict {
  const role = raw.values["role"];
  switch (role) {
    case "observer":
      return judgeObserver(raw, stack);
    case "observee":
      return judgeObservee(raw, stack);
    default:
      return { faults: roleFaults(role, raw) };
  }
}

function judgeObserver(raw: RawConfig, stack: string): Verdict {
  const { settings, texts, faults } = read(observerKeys, secretKeys("observer"), raw);
  const secrets = readAllSecrets(raw, settings);
  const all = [
    ...faults,
    ...observerRules(settings, texts["observees"], stack),
    ...sharedFaults(settings, raw),
    ...externalFaults(settings.externalPrometheus, written(texts)),
    ...secrets.faults,
    ...pairFaults(OBSERVEE_PAIRS, Object.keys(secrets.observees), texts["observees"]),
    ...pairFaults(OBSERVEE_CONFIGS, Object.keys(secrets.observeeConfigs), texts["observees"]),
  ];
  return all.length > 0
    ? { faults: all }
    : { role: "observer", settings: settings as ObserverSettings, keys: secrets };
}

function judgeObservee(raw: RawConfig, stack: string): Verdict {
  const { settings, texts, faults } = read(observeeKeys, secretKeys("observee"), raw);
  const secrets = readAllSecrets(raw, settings);
  const all = [
    ...faults,
    ...observeeRules(settings, stack),
    ...sharedFaults(settings, raw),
    ...externalFaults(settings.externalPrometheus, written(texts)),
    ...secrets.faults,
  ];
  return all.length > 0
    ? { faults: all }
    : { role: "observee", settings: settings as ObserveeSettings, keys: secrets };
}

function readAllSecrets(raw: RawConfig, settings: Partial<SharedConfig>) {
  const store = settings.objectStore;
  const pairs = readSecrets(raw, store?.kind === "s3" && store.auth.kind === "keys");
  const configs = readStoreSecrets(raw, store);
  const { receivers, faults } = readReceiverSecrets(raw);
  return {
    ...pairs,
    ...configs,
    receivers,
    faults: [
      ...pairs.faults,
      ...configs.faults,
      ...faults,
      // What cannot be read at all has one fault, not one for each that is not found in it.
      ...(faults.length > 0
        ? []
        : receiverSecretFaults(settings.alertmanager?.receivers ?? [], receivers)),
    ],
  };
}

/** Without a role only the keys that both roles have can be judged; the keys of either are known. */
function roleFaults(role: string | undefined, raw: RawConfig): Fault[] {
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
  return [roleFault, ...faults, ...sharedFaults(settings, raw)];
}

/** A key with a fault of its own is out of the settings, but it is not missing. */
const sharedFaults = (settings: Partial<SharedConfig>, raw: RawConfig): Fault[] =>
  sharedRules(settings).filter(
    ({ path, rule }) => !(rule.startsWith("is required") && raw.values[path] !== undefined),
  );

const written = (texts: Readonly<Record<string, unknown>>) => ({
  prometheus: texts["prometheus"],
  unsafeForTests: texts["unsafeForTests"],
});

const secretKeys = (role: "observer" | "observee"): string[] => [
  "role",
  ...KEY_PAIR,
  STORE_CONFIG,
  RECEIVER_SECRETS,
  ...(role === "observer" ? [OBSERVEE_PAIRS, OBSERVEE_CONFIGS] : []),
];
