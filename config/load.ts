// Loads the stack's configuration: checks every key of the namespace strictly and reports all errors at once.
import * as pulumi from "@pulumi/pulumi";
import { userError } from "./user-error";
import { DEFAULT_PROVIDERS, defaultProvidersErrors } from "./default-providers";
import { report, type ConfigError } from "./errors";
import { parseConfig } from "./parse";
import type { ReadContexts } from "./kube-context";
import type { ObserveeSettings } from "./observee";
import type { ObserverSettings } from "./observer";
import type { RawConfig } from "./reader";
import { warningsOf } from "./warnings";
import type { StoreTexts } from "../components/object-store/thanos/store-config";
import type { ObjectStoreKeys } from "../components/object-store/spec";

const NAMESPACE = "thanos-fleet";

interface Common {
  /** This stack's full name. */
  readonly stack: string;
  /** Key pair for the cluster's own bucket; absent where IAM roles are used. */
  readonly objectStoreKeys?: pulumi.Output<ObjectStoreKeys>;
  /** Configuration of the cluster's own object store as JSON, where its type is not S3. */
  readonly objectStoreConfig?: pulumi.Output<string>;
  /** Bucket that `objectStoreConfig` names. */
  readonly objectStoreBucket?: string;
  /** Secrets of Alertmanager's receivers, by name. */
  readonly receiverSecrets: Readonly<Record<string, pulumi.Output<string>>>;
}

/** The complete configuration of an observer. */
export interface ObserverConfig extends ObserverSettings, Common {
  readonly role: "observer";
  /** Key pairs for reading the observees' buckets, by observee. */
  readonly observeeStoreKeys: Readonly<Record<string, pulumi.Output<ObjectStoreKeys>>>;
  /** Raw configurations of observees' object stores of other types than S3, by observee; secret. */
  readonly observeeStoreConfigs: Readonly<Record<string, StoreTexts>>;
  /** Password of Grafana's administrator; default: a generated one. */
  readonly grafanaAdminPassword?: pulumi.Output<string>;
  /** Secret settings of Grafana, by `section.key`. */
  readonly grafanaSecrets: Readonly<Record<string, pulumi.Output<string>>>;
}

/** The complete configuration of an observee. */
export interface ObserveeConfig extends ObserveeSettings, Common {
  readonly role: "observee";
}

/** The complete configuration of a stack of either role. */
export type Config = ObserverConfig | ObserveeConfig;

/** Reads and checks the stack's configuration, and logs its warnings. Throws a RunError that reports every error. */
export function loadConfig(contextsOf: ReadContexts): Config {
  const stack = `${pulumi.getOrganization()}/${pulumi.getProject()}/${pulumi.getStack()}`;
  const result = parseConfig(rawConfig(), stack, contextsOf);
  const errors = [
    ...("errors" in result ? result.errors.map(inNamespace) : []),
    ...defaultProvidersErrors(pulumi.runtime.allConfig()[DEFAULT_PROVIDERS]),
  ];
  if ("errors" in result || errors.length > 0) {
    throw userError(report(stack, errors));
  }
  for (const warning of warningsOf(result.settings)) {
    void pulumi.log.warn(`${NAMESPACE}: ${warning}.`);
  }
  const { own, config, bucket, observees, observeeConfigs, receivers, grafana } = result.keys;
  const common = {
    stack,
    receiverSecrets: eachSecret(receivers),
    objectStoreKeys: own === undefined ? undefined : pulumi.secret(own),
    objectStoreConfig: config === undefined ? undefined : pulumi.secret(JSON.stringify(config)),
    objectStoreBucket: bucket,
  };
  return result.role === "observee"
    ? { role: result.role, ...result.settings, ...common }
    : {
        role: result.role,
        ...result.settings,
        ...common,
        observeeStoreConfigs: observeeConfigs,
        observeeStoreKeys: eachSecret(observees),
        grafanaAdminPassword:
          grafana.adminPassword === undefined ? undefined : pulumi.secret(grafana.adminPassword),
        grafanaSecrets: eachSecret(grafana.settings),
      };
}

/** Throws a RunError that reports these errors, if there are any; `stack` is the full name of this stack. */
export function throwIfAny(stack: string, errors: readonly ConfigError[]): void {
  if (errors.length > 0) {
    throw userError(report(stack, errors.map(inNamespace)));
  }
}

/** Names a configuration key as `pulumi config` does; an output keeps its name. */
const inNamespace = (error: ConfigError): ConfigError =>
  error.stack === undefined ? { ...error, path: `${NAMESPACE}:${error.path}` } : error;

/** Marks each value as a secret; the names are not secret. */
const eachSecret = <T>(values: Readonly<Record<string, T>>): Record<string, pulumi.Output<T>> =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, pulumi.secret<T>(value)]),
  ) as Record<string, pulumi.Output<T>>;

/** All keys of the namespace, including those that the program does not know. */
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

/** The runtime exports this function, but its types do not declare it. */
function isSecret(key: string): boolean {
  const isConfigSecret: unknown = Reflect.get(pulumi.runtime, "isConfigSecret");
  return typeof isConfigSecret === "function" && isConfigSecret(key) === true;
}
