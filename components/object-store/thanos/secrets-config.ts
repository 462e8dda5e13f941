// Secret configurations of other Thanos store types: for the own store and, on the observer, for each observee's.
import { bucketLocation, type ThanosStoreConfig, type StoreType } from "./types";
import type { ConfigError } from "../../../config/errors";
import type { ObjectStoreConfig } from "../config";
import type { RawConfig } from "../../../config/reader";
import { clearTextErrors, missing } from "../s3/secrets-config";
import { parseStoreConfig, readStoreConfig, type StoreTexts } from "./store-config";

/** Configuration of the cluster's own store with `objectStore.kind: thanos`. */
export const STORE_CONFIG = "objectStoreConfig";
/** On the observer: JSON object of such configurations by observee. */
export const OBSERVEE_CONFIGS = "observeeStoreConfigs";

/** Configurations of stores, and the errors in them. */
export interface StoreSecrets {
  /** Of the own store; absent for other kinds, and if it has errors. */
  readonly config?: ThanosStoreConfig;
  /** Identifies the bucket. */
  readonly bucket?: string;
  /** Unparsed values: the type of each store comes from the observee's outputs. */
  readonly observeeConfigs: Readonly<Record<string, StoreTexts>>;
  readonly errors: readonly ConfigError[];
}

const HOW = "write what Thanos' documentation shows below `config:`, in YAML or JSON";

/** Reads both secrets; `store` is undefined if it is invalid. */
export function readStoreSecrets(
  raw: RawConfig,
  store: ObjectStoreConfig | undefined,
): StoreSecrets {
  const own = raw.values[STORE_CONFIG];
  const { errors: ownErrors, ...read } =
    store?.kind === "thanos" ? readOwn(own, store.type) : { errors: [] };
  const { observeeConfigs, errors } = readObservees(raw.values[OBSERVEE_CONFIGS]);
  return {
    ...read,
    observeeConfigs,
    errors: [...clearTextErrors(raw, STORE_CONFIG, OBSERVEE_CONFIGS), ...ownErrors, ...errors],
  };
}

function readOwn(
  text: string | undefined,
  type: StoreType,
): Pick<StoreSecrets, "config" | "bucket" | "errors"> {
  if (text === undefined) {
    return { errors: [missing(STORE_CONFIG)] };
  }
  const texts = parseStoreConfig(text);
  if (texts === undefined) {
    return { errors: [{ path: STORE_CONFIG, rule: "must be an object", fix: HOW }] };
  }
  const reading = readStoreConfig(STORE_CONFIG, type, texts);
  return "errors" in reading
    ? reading
    : { config: reading.config, bucket: bucketLocation(type, reading.config), errors: [] };
}

function readObservees(text: string | undefined): Pick<StoreSecrets, "observeeConfigs" | "errors"> {
  const byObservee = text === undefined ? {} : parseStoreConfig(text);
  if (byObservee === undefined) {
    const rule = "must be a JSON object of store configurations by observee";
    return { observeeConfigs: {}, errors: [{ path: OBSERVEE_CONFIGS, rule, fix: HOW }] };
  }
  const observeeConfigs: Record<string, StoreTexts> = {};
  const errors: ConfigError[] = [];
  for (const [name, value] of Object.entries(byObservee)) {
    const texts = parseStoreConfig(typeof value === "string" ? value : JSON.stringify(value));
    if (texts === undefined) {
      errors.push({ path: `${OBSERVEE_CONFIGS}.${name}`, rule: "must be an object", fix: HOW });
    } else {
      observeeConfigs[name] = texts;
    }
  }
  return { observeeConfigs, errors };
}
