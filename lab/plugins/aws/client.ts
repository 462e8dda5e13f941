// The S3 client that the provider's configuration describes, and no other.
import type * as s3 from "@aws-sdk/client-s3";
import { isObject, type Value, type Values } from "../protocol/values";

export interface Account {
  readonly region: string;
  readonly defaultTags: Values;
  readonly client: (region: string) => Promise<s3.S3Client>;
}

/** The SDK sends what is no string as JSON in a string. */
function parsed(value: Value | undefined): Value | undefined {
  if (typeof value !== "string") {
    return value;
  }
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

export function accountOf(config: Values): Account {
  const text = (key: string): string => {
    const value = config[key];
    if (typeof value !== "string" || value === "") {
      throw new Error(`the aws provider was given no ${key}; this stand-in takes no ambient one`);
    }
    return value;
  };
  const endpoints = parsed(config["endpoints"]);
  const list = Array.isArray(endpoints) ? endpoints : [endpoints ?? null];
  const endpoint = list.filter(isObject).flatMap((entry) => entry["s3"] ?? [])[0];
  if (typeof endpoint !== "string") {
    throw new Error(
      "the aws provider was given no endpoints.s3; this stand-in calls no real cloud",
    );
  }
  const defaultTags = parsed(config["defaultTags"]);
  const tags = isObject(defaultTags) ? defaultTags["tags"] : undefined;
  const options: s3.S3ClientConfig = {
    endpoint,
    forcePathStyle: parsed(config["s3UsePathStyle"]) === true,
    credentials: { accessKeyId: text("accessKey"), secretAccessKey: text("secretKey") },
  };
  const clients = new Map<string, s3.S3Client>();
  return {
    region: text("region"),
    defaultTags: isObject(tags) ? tags : {},
    client: async (region) => {
      const { S3Client } = await import("@aws-sdk/client-s3");
      const client = clients.get(region) ?? new S3Client({ ...options, region });
      clients.set(region, client);
      return client;
    },
  };
}
