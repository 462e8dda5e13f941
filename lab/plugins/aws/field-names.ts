// Converts the provider's camelCase inputs to the field names of the S3 API.
import { isObject, type Value, type Values } from "../protocol/values";

const irregular: Record<string, string> = {
  id: "ID",
  sseAlgorithm: "SSEAlgorithm",
  kmsMasterKeyId: "KMSMasterKeyID",
  noncurrentVersionTransitions: "NoncurrentVersionTransitions",
};

/** The only cast from inputs, which have no static type, to a request type of the S3 client. */
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

/** The provider's default tags, overridden by the resource's own. */
export function allTags(defaults: Values, inputs: Values): Values {
  return { ...defaults, ...(isObject(inputs["tags"]) ? inputs["tags"] : {}) };
}
