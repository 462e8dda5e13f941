// Converts the AWS provider's inputs, in camelCase, to requests of AWS' APIs; tags to lists.
import { isObject, type Value, type Values } from "../protocol/values";

/** Field names whose abbreviations are in capitals. */
const ABBREVIATIONS: Record<string, string> = {
  id: "ID",
  sseAlgorithm: "SSEAlgorithm",
  kmsMasterKeyId: "KMSMasterKeyID",
};

/** The only cast from inputs, which have no static type, to a request type of the S3 client. */
export function toRequest<T>(inputs: Value | undefined): T {
  return convert(inputs ?? null) as T;
}

function convert(value: Value): unknown {
  if (Array.isArray(value)) {
    return value.map(convert);
  }
  if (!isObject(value)) {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => {
      const name = ABBREVIATIONS[key] ?? key.charAt(0).toUpperCase() + key.slice(1);
      if (key === "tags" && isObject(item)) {
        return [name, tagList(item)];
      }
      return [name, key === "date" ? new Date(String(item)) : convert(item)];
    }),
  );
}

export function tagList(tags: Values): { Key: string; Value: string }[] {
  return Object.entries(tags).map(([Key, value]) => ({ Key, Value: String(value) }));
}

/** The provider's default tags, overridden by the resource's own. */
export function allTags(defaults: Values, inputs: Values): Values {
  return { ...defaults, ...(isObject(inputs["tags"]) ? inputs["tags"] : {}) };
}
