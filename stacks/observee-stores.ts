// The observer's credentials for the observees' object stores, and errors for those that are missing.
import * as pulumi from "@pulumi/pulumi";
import {
  observeeKeyPairErrors,
  observeeStoreConfig,
} from "../components/object-store/observee-store";
import type { ConfigError } from "../config/errors";
import type { ObserverConfig } from "../config/load";
import { getOwn } from "../kubernetes/get-own";
import type { Member } from "./fleet-checks";

/** Configurations for the stores of other types than S3, as secrets, and errors for all stores. */
export function observeeStores(config: ObserverConfig, members: readonly Member[]) {
  const errors: ConfigError[] = [];
  const configs: Record<string, pulumi.Output<string>> = {};
  for (const { name, contract } of members) {
    const texts = getOwn(config.observeeStoreConfigs, name);
    errors.push(...observeeKeyPairErrors(name, contract.objectStore, config));
    const read = observeeStoreConfig(name, contract.objectStore, texts);
    if (Array.isArray(read)) {
      errors.push(...read);
    } else if (read !== undefined) {
      configs[name] = pulumi.secret(JSON.stringify(read));
    }
  }
  return { configs, errors };
}
