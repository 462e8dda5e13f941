// The only reader of configuration: every key of the namespace, strictly, all faults in one report.
import * as pulumi from "@pulumi/pulumi";
import { userError } from "./user-error";
import { report } from "./specs/config/faults";
import { judge } from "./specs/config/judge";
import type { ObserveeSettings } from "./specs/config/observee";
import type { ObserverSettings } from "./specs/config/observer";
import type { RawConfig } from "./specs/config/reader";
import { warningsOf } from "./specs/config/warnings";
import type { StoreTexts } from "./specs/config/store-config";
import type { ObjectStoreKeys } from "./specs/objstore";

const NAMESPACE = "thanos-fleet";

interface Common {
  /** This stack's full name. */
  readonly stack: string;
  /** Key pair for the cluster's own bucket; absent where IAM roles are used. */
  readonly objectStoreKeys?: pulumi.Output<ObjectStoreKeys>;
  /** Configuration of the cluster's own store, where it is of another type than S3, as JSON. */
  readonly objectStoreConfig?: pulumi.Output<string>;
  /** Which bucket that is. */
  readonly objectStoreBucket?: string;
  /** What Alertmanager's receivers keep secret, by name. */
  readonly receiverSecrets: Readonly<Record<string, pulumi.Output<string>>>;
}

export interface ObserverConfig extends ObserverSettings, Common {
  readonly role: "observer";
  /** Key pairs with which the observer reads observees' buckets, by observee. */
  readonly observeeStoreKeys: Readonly<Record<string, pulumi.Output<ObjectStoreKeys>>>;
  /** Configurations of observees' stores of other types, as they are written; secret. */
  readonly observeeStoreConfigs: Readonly<Record<string, StoreTexts>>;
}

export interface ObserveeConfig extends ObserveeSettings, Common {
  readonly role: "observee";
}

export type Config = ObserverConfig | ObserveeConfig;

/** Reads and checks the stack's configuration. Throws a RunError that reports every fault. */
export function loadConfig(): Config {
  const stack = `${pulumi.getOrganization()}/${pulumi.getProject()}/${pulumi.getStack()}`;
  const verdict = judge(rawConfig(), stack);
  if ("faults" in verdict) {
    const faults = verdict.faults.map((fault) => ({
      ...fault,
      path: `${NAMESPACE}:${fault.path}`,
    }));
    throw userError(report(stack, faults));
  }
  for (const warning of warningsOf(verdict.settings)) {
    void pulumi.log.warn(`${NAMESPACE}: ${warning}.`);
  }
  const { own, config, bucket, observees, observeeConfigs, receivers } = verdict.keys;
  const common = {
    stack,
    receiverSecrets: eachSecret(receivers),
    ...(own === undefined ? {} : { objectStoreKeys: pulumi.secret(own) }),
    ...(config === undefined ? {} : { objectStoreConfig: pulumi.secret(JSON.stringify(config)) }),
    ...(bucket === undefined ? {} : { objectStoreBucket: bucket }),
  };
  return verdict.role === "observee"
    ? { role: verdict.role, ...verdict.settings, ...common }
    : {
        role: verdict.role,
        ...verdict.settings,
        ...common,
        observeeStoreConfigs: observeeConfigs,
        observeeStoreKeys: eachSecret(observees),
      };
}

/** The names are no secret. */
const eachSecret = <T>(values: Readonly<Record<string, T>>): Record<string, pulumi.Output<T>> =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, pulumi.secret<T>(value)]),
  ) as Record<string, pulumi.Output<T>>;

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
