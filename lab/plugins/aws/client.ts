// AWS clients, configured only from the provider's configuration.
import type { IAMClient } from "@aws-sdk/client-iam";
import type { KMSClient } from "@aws-sdk/client-kms";
import type { S3Client } from "@aws-sdk/client-s3";
import { isObject, type Value, type Values } from "../protocol/values";
import { readProfile } from "./profile";

export interface Account {
  readonly region: string;
  readonly defaultTags: Values;
  readonly s3: (region: string) => Promise<S3Client>;
  readonly iam: () => Promise<IAMClient>;
  readonly kms: () => Promise<KMSClient>;
}

/** The SDK sends values other than strings as JSON in a string. */
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

/** From an endpoint and a key pair, or from a profile that has both. */
function accessOf(config: Values) {
  const text = (key: string): string => {
    const value = config[key];
    if (typeof value !== "string" || value === "") {
      throw new Error(`the aws provider needs ${key}; this stand-in reads no ambient one`);
    }
    return value;
  };
  const { profile } = config;
  if (typeof profile === "string") {
    return { region: text("region"), ...readProfile(profile), pathStyle: true };
  }
  const endpoints = parsed(config["endpoints"]);
  const list = Array.isArray(endpoints) ? endpoints : [endpoints ?? null];
  const endpoint = list.filter(isObject).flatMap((entry) => entry["s3"] ?? [])[0];
  if (typeof endpoint !== "string") {
    throw new Error("the aws provider needs endpoints.s3; this stand-in calls no real cloud");
  }
  return {
    ...{ region: text("region"), endpoint },
    ...{ accessKey: text("accessKey"), secretKey: text("secretKey") },
    pathStyle: parsed(config["s3UsePathStyle"]) === true,
  };
}

interface Options {
  readonly region: string;
  readonly endpoint: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

export function accountOf(config: Values): Account {
  const { region, endpoint, accessKey, secretKey, pathStyle } = accessOf(config);
  const credentials = { accessKeyId: accessKey, secretAccessKey: secretKey };
  const defaultTags = parsed(config["defaultTags"]);
  const tags = isObject(defaultTags) ? defaultTags["tags"] : undefined;
  const allowed = parsed(config["allowedAccountIds"]);
  const options: Options = { region, endpoint, credentials };
  const rightAccount = once(() => checkAccount(options, Array.isArray(allowed) ? allowed : []));
  const s3 = new Map<string, S3Client>();
  return {
    region,
    defaultTags: isObject(tags) ? tags : {},
    s3: async (where) => {
      await rightAccount();
      const api = await import("@aws-sdk/client-s3");
      const client =
        s3.get(where) ?? new api.S3Client({ ...options, region: where, forcePathStyle: pathStyle });
      s3.set(where, client);
      return client;
    },
    iam: once(async () => {
      await rightAccount();
      return new (await import("@aws-sdk/client-iam")).IAMClient(options);
    }),
    kms: once(async () => {
      await rightAccount();
      return new (await import("@aws-sdk/client-kms")).KMSClient(options);
    }),
  };
}

/** Throws before the first call if the credentials belong to another account. */
async function checkAccount(options: Options, allowed: readonly Value[]): Promise<void> {
  if (allowed.length === 0) {
    return;
  }
  const { GetCallerIdentityCommand, STSClient } = await import("@aws-sdk/client-sts");
  const { Account: found } = await new STSClient(options).send(new GetCallerIdentityCommand());
  if (found === undefined || !allowed.includes(found)) {
    throw new Error(`the credentials are of account ${String(found)}, which is not allowed`);
  }
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}
