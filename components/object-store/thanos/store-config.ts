// Parses the configuration of another Thanos store type: the part below `config:` in Thanos' documentation.
import { parse } from "yaml";
import { STORE_TYPES, type Fields, type ThanosStoreConfig, type StoreType } from "./types";
import { unknownKey, type ConfigError } from "../../../config/errors";

/** The configuration or its errors, which never contain a value. */
export type StoreConfigReading =
  { readonly config: ThanosStoreConfig } | { readonly errors: ConfigError[] };

/** Fields whose values are strings or nested fields. */
export type StoreTexts = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is StoreTexts =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * Parses YAML or JSON; undefined if it is no object. Every value stays a string: a key of digits must not lose its
 * leading zero.
 */
export function parseStoreConfig(text: string): StoreTexts | undefined {
  try {
    const value: unknown = parse(text, { schema: "failsafe", logLevel: "error" });
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Converts the fields to their types; like Thanos, rejects unknown ones. `path` is the configuration path in errors.
 */
export function readStoreConfig(
  path: string,
  type: StoreType,
  texts: StoreTexts,
): StoreConfigReading {
  const { fields, required } = STORE_TYPES[type];
  const errors: ConfigError[] = [];
  const config = typed(path, fields, texts, errors);
  const isSet = (name: string) => ![undefined, ""].includes(config[name] as string | undefined);
  const missing = required.map((names) => names.filter((name) => !isSet(name)));
  const least = missing.sort((a, b) => a.length - b.length)[0] ?? [];
  errors.push(
    ...least.map((name) => ({
      path: `${path}.${name}`,
      rule: `is required for ${type}`,
      fix: "add it as https://thanos.io/tip/thanos/storage.md shows it",
    })),
  );
  return errors.length > 0 ? { errors } : { config };
}

function typed(
  path: string,
  fields: Fields,
  texts: StoreTexts,
  errors: ConfigError[],
): ThanosStoreConfig {
  const config: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(texts)) {
    const type = Object.hasOwn(fields, name) ? fields[name] : undefined;
    const fieldPath = `${path}.${name}`;
    if (type === undefined) {
      errors.push(unknownField(fieldPath, name, fields));
    } else if (typeof type === "object" && isObject(value)) {
      config[name] = typed(fieldPath, type, value, errors);
    } else if (type === "text" && typeof value === "string") {
      config[name] = value;
    } else if (type === "number" && typeof value === "string" && /^\d{1,15}$/.test(value)) {
      config[name] = Number(value);
    } else if (type === "boolean" && (value === "true" || value === "false")) {
      config[name] = value === "true";
    } else {
      const kind = typeof type === "object" ? "an object of fields" : `a ${type}`;
      errors.push({ path: fieldPath, rule: `must be ${kind}`, fix: "change its type" });
    }
  }
  return config;
}

/** Adds a hint for users who pasted the whole file. */
function unknownField(path: string, name: string, fields: Fields): ConfigError {
  const error = unknownKey(path, name, Object.keys(fields));
  return ["type", "config", "prefix"].includes(name)
    ? { ...error, fix: "write only the part below `config:`" }
    : error;
}
