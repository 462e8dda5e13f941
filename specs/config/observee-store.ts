// With what the observer reads an observee's store of another type than S3, once the observee tells which.
import type { ObjectStoreLocation } from "../objstore";
import { STORE_TYPES, type StoreConfig } from "../objstore-types";
import { readStoreConfig, type StoreTexts } from "./store-config";
import { OBSERVEE_CONFIGS } from "./store-secrets";

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
