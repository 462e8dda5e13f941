// From the provider's camelCase inputs to the S3 API's own field names.
import { isObject, type Value, type Values } from "../protocol/values";

const irregular: Record<string, string> = {
  id: "ID",
  sseAlgorithm: "SSEAlgorithm",
  kmsMasterKeyId: "KMSMasterKeyID",
  noncurrentVersionTransitions: "NoncurrentVersionTransitions",
};

/** The one place where inputs, which have no static type, become a request of the S3 library. */
export function request<T>(inputs: Value | undefined): T {
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
      const name = irregular[key] ?? key.charAt(0).toUpperCase() + key.slice(1);
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

/** The tags of a resource: those of all that the provider makes, and its own. */
export function allTags(defaults: Values, inputs: Values): Values {
  return { ...defaults, ...(isObject(inputs["tags"]) ? inputs["tags"] : {}) };
}
