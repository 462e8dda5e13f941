// Reads a stack's configuration file as the engine does: objects as JSON, and `secure:` values as secrets.
import * as fs from "node:fs";
import { parse } from "yaml";
import { STORE_TYPES, type StoreTypeFields } from "../../components/object-store/thanos/types";
import { userError } from "../../config/user-error";
import { secretOf } from "./placeholders";

export const PROJECT = "thanos-fleet";
export const ORGANIZATION = "organization";
export const FULL_NAME = (stack: string): string => `${ORGANIZATION}/${PROJECT}/${stack}`;

/** Configuration as a program gets it: text by full key. */
export interface StackConfig {
  readonly values: Readonly<Record<string, string>>;
  readonly secrets: readonly string[];
}

export function readStackConfig(file: string): StackConfig {
  if (!fs.existsSync(file)) {
    throw userError(`There is no file "${file}"; name an existing one with --config-file.`);
  }
  return stackConfig(member(parseFile(file), "config"));
}

function parseFile(file: string): unknown {
  try {
    const parsed: unknown = parse(fs.readFileSync(file, "utf8"));
    return parsed;
  } catch (error) {
    throw userError(`The file "${file}" is not YAML: ${String(error).split("\n")[0] ?? ""}.`);
  }
}

/** As readStackConfig, from the file's `config` object. */
export function stackConfig(config: unknown): StackConfig {
  const entries = typeof config === "object" && config !== null ? Object.entries(config) : [];
  const named = entries.map(([key, value]: [string, unknown]) => ({
    key: key.includes(":") ? key : `${PROJECT}:${key}`,
    value,
  }));
  const read = (name: string) => named.find(({ key }) => key === `${PROJECT}:${name}`)?.value;
  return {
    values: Object.fromEntries(
      named.map(({ key, value }) => [
        key,
        isSecure(value) ? placeholder(key.slice(PROJECT.length + 1), read) : text(value),
      ]),
    ),
    secrets: named.filter(({ value }) => isSecure(value)).map(({ key }) => key),
  };
}

const text = (value: unknown): string =>
  typeof value === "object" && value !== null ? JSON.stringify(value) : String(value);

/** As in the engine, one `secure:` anywhere in a value makes the whole value secret. */
function isSecure(value: unknown): boolean {
  return (
    typeof value === "object" &&
    value !== null &&
    ("secure" in value || Object.values(value).some(isSecure))
  );
}

/** Secrets that are objects get an entry for each name that the rest of the configuration refers to. */
function placeholder(key: string, read: (name: string) => unknown): string {
  switch (key) {
    case "objectStoreConfig":
      return JSON.stringify(storeConfig(member(read("objectStore"), "type")));
    case "observeeStoreConfigs":
      return "{}";
    case "observeeStoreKeys":
      return entries(observeeNames(read("observees")), (name) => ({
        accessKey: secretOf(`${name} access key`),
        secretKey: secretOf(`${name} secret key`),
      }));
    case "alertmanagerSecrets":
      // Some of these secrets are URLs.
      return entries(
        secretNames(read("alertmanager")),
        (name) => `https://example.com/${secretOf(name)}`,
      );
    case "grafanaSecrets":
      return entries(signInSections(read("grafana")), (name) => secretOf(name));
    default:
      return secretOf(key);
  }
}

/** An OAuth client of Grafana needs a client secret. */
const signInSections = (grafana: unknown): string[] =>
  Object.entries(Object(member(grafana, "settings")))
    .filter(([, values]) => member(values, "client_id") !== undefined)
    .map(([section]) => `${section}.client_secret`);

/** The required fields of a store of this type; those that name the bucket are not secret. */
function storeConfig(type: unknown): Record<string, string> {
  const known = Object.entries<StoreTypeFields>(STORE_TYPES).find(([name]) => name === type)?.[1];
  return Object.fromEntries(
    (known?.required[0] ?? []).map((field) => [
      field,
      known?.bucketFields.includes(field) === true ? `some-${field}` : secretOf(field),
    ]),
  );
}

const entries = (names: readonly string[], value: (name: string) => unknown): string =>
  JSON.stringify(Object.fromEntries(names.map((name) => [name, value(name)])));

const observeeNames = (observees: unknown): string[] =>
  Array.isArray(observees) ? observees.map((entry) => String(member(entry, "name"))) : [];

/** Values of keys such as `urlSecret`, at any depth. */
const secretNames = (value: unknown): string[] =>
  typeof value !== "object" || value === null
    ? []
    : Object.entries(value).flatMap(([key, inner]: [string, unknown]) =>
        key.endsWith("Secret") && typeof inner === "string" ? [inner] : secretNames(inner),
      );

function member(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
}
