// The secret keys of a stack: their names, their values and the errors in them.
import {
  RECEIVER_SECRETS,
  readReceiverSecrets,
  receiverSecretErrors,
  type ReceiverSecrets,
} from "../components/alertmanager/secrets-config";
import type { Settings } from "../components/grafana/ini";
import {
  GRAFANA_PASSWORD,
  GRAFANA_SECRETS,
  readGrafanaSecrets,
  type GrafanaSecrets,
} from "../components/grafana/secrets-config";
import {
  KEY_PAIR,
  OBSERVEE_PAIRS,
  readSecrets,
  type Secrets as KeyPairs,
} from "../components/object-store/s3/secrets-config";
import {
  OBSERVEE_CONFIGS,
  readStoreSecrets,
  STORE_CONFIG,
  type StoreSecrets,
} from "../components/object-store/thanos/secrets-config";
import type { ConfigError } from "./errors";
import type { RawConfig } from "./reader";
import type { SharedConfig } from "./shared";

/** All secrets of a stack, and the errors in them. */
export interface Secrets extends KeyPairs, StoreSecrets {
  /** Secrets of Alertmanager's receivers, by name. */
  readonly receivers: ReceiverSecrets;
  /** Secrets of Grafana, on the observer. */
  readonly grafana: GrafanaSecrets;
  readonly errors: readonly ConfigError[];
}

/** Keys that no schema of `config/` has: the secrets of the role, and `role` itself. */
export const secretKeys = (role: "observer" | "observee"): string[] => [
  "role",
  ...KEY_PAIR,
  STORE_CONFIG,
  RECEIVER_SECRETS,
  ...(role === "observer"
    ? [OBSERVEE_PAIRS, OBSERVEE_CONFIGS, GRAFANA_PASSWORD, GRAFANA_SECRETS]
    : []),
];

/** Reads all secrets; `settings` are the keys without errors, `grafanaSettings` the key `grafana.settings`. */
export function readAllSecrets(
  raw: RawConfig,
  settings: Partial<SharedConfig>,
  grafanaSettings: Settings = {},
): Secrets {
  const store = settings.objectStore;
  const pairs = readSecrets(raw, store?.kind === "s3" && store.auth.kind === "keys");
  const configs = readStoreSecrets(raw, store);
  const { receivers, errors } = readReceiverSecrets(raw);
  const grafana = readGrafanaSecrets(raw, grafanaSettings);
  return {
    ...pairs,
    ...configs,
    receivers,
    grafana: grafana.grafana,
    errors: [
      ...pairs.errors,
      ...grafana.errors,
      ...configs.errors,
      ...errors,
      // If the secrets cannot be parsed, report that once instead of an error for each missing one.
      ...(errors.length > 0
        ? []
        : receiverSecretErrors(settings.alertmanager?.receivers ?? [], receivers)),
    ],
  };
}
