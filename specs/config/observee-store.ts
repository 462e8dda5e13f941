// With what the observer reads an observee's store of another type than S3, once the observee tells which.
import type { ObjectStoreLocation } from "../objstore";
import { STORE_TYPES, type StoreConfig } from "../objstore-types";
import { USERS } from "../in-cluster-store/server";
import { OBSERVEE_PAIRS } from "./secrets";
import { readStoreConfig, type StoreTexts } from "./store-config";
import { OBSERVEE_CONFIGS } from "./store-secrets";

/** A server of the observee's own has a user of its own for the observer. */
export const observeeKeysFaults = (
  observee: string,
  location: ObjectStoreLocation,
  pairs: readonly string[],
): string[] =>
  location.type === "S3" && location.tls !== undefined && !pairs.includes(observee)
    ? [
        `observee "${observee}" has an object store of its own; set the key pair of its user ${USERS.reader} ` +
          `in thanos-fleet:${OBSERVEE_PAIRS}.${observee}, as docs/object-store.md tells`,
      ]
    : [];

/** The configuration, sentences on what is wrong with it, or undefined where S3 needs none. */
export function observeeStoreConfig(
  observee: string,
  location: ObjectStoreLocation,
  texts: StoreTexts | undefined,
): StoreConfig | string[] | undefined {
  const path = `${OBSERVEE_CONFIGS}.${observee}`;
  if (location.type === "S3") {
    return undefined;
  }
  if (texts === undefined) {
    return [
      `observee "${observee}" keeps its blocks in a store of type ${location.type}; ` +
        `set what it is read with by \`pulumi config set --secret --path thanos-fleet:${path}\``,
    ];
  }
  const reading = readStoreConfig(path, location.type, texts);
  if ("faults" in reading) {
    return reading.faults.map((fault) => `${fault.path} ${fault.rule}; ${fault.fix}`);
  }
  const name = STORE_TYPES[location.type].place.at(-1) ?? "";
  const bucket = reading.config[name];
  return bucket === undefined || location.bucket.split("/").includes(String(bucket))
    ? reading.config
    : [`${path}.${name} is not the one that observee "${observee}" writes to; use that`];
}
