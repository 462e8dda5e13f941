// The observer's credentials for an observee's object store: a key pair, a role, or a configuration of Thanos. The
// store's location comes from the observee's outputs.
import type { ObserveeContract } from "../../stacks/contract";
import type { ConfigError } from "../../config/errors";
import type { GrantedBucket } from "./s3/access";
import { partition } from "./s3/arn";
import { USERS } from "./in-cluster/server";
import { awsEndpoint, isSameServer, type ObjectStoreLocation, type S3Location } from "./spec";
import { STORE_TYPES, type ThanosStoreConfig } from "./thanos/types";
import { s3Location, type ObjectStoreConfig } from "./config";
import { OBSERVEE_PAIRS } from "./s3/secrets-config";
import { readStoreConfig, type StoreTexts } from "./thanos/store-config";
import { OBSERVEE_CONFIGS } from "./thanos/secrets-config";

/** Credentials for object stores in the observer's configuration. */
export interface ObserverCredentials {
  readonly objectStore: ObjectStoreConfig;
  /** By observee; only the names are used. */
  readonly observeeStoreKeys: Readonly<Record<string, unknown>>;
}

/**
 * Key pair for the observee (`pair`), role of the observer's Store Gateways, or key pair of the observer's own bucket.
 */
export type CredentialSource = "pair" | "role" | "ownPair";

/** Source of the credentials for an S3 bucket; undefined if the observer has none that are valid for that server. */
export function credentialSource(
  { objectStore: own, observeeStoreKeys: pairs }: ObserverCredentials,
  observee: string,
  bucket: S3Location,
): CredentialSource | undefined {
  if (Object.hasOwn(pairs, observee)) {
    return "pair";
  }
  if (own.kind !== "s3") {
    return undefined;
  }
  if (own.auth.kind === "keys") {
    return isSameServer(s3Location(own), bucket) ? "ownPair" : undefined;
  }
  const isAtAws = bucket.endpoint === awsEndpoint(bucket.region);
  return isAtAws && partition(bucket.region) === partition(own.region) ? "role" : undefined;
}

/** Buckets and keys that the role of the observer's Store Gateways must be allowed to read. */
export const grantedBuckets = (
  credentials: ObserverCredentials,
  observees: readonly { readonly name: string; readonly contract?: ObserveeContract | undefined }[],
): Record<string, GrantedBucket> =>
  Object.fromEntries(
    observees.flatMap(({ name, contract }) => {
      const store = contract?.objectStore;
      return store?.type === "S3" && credentialSource(credentials, name, store) === "role"
        ? [[name, { bucket: store, kmsKeyArn: contract?.kmsKeyArn }] as const]
        : [];
    }),
  );

/** Errors for missing credentials of an S3 bucket. */
export const observeeKeyPairErrors = (
  observee: string,
  location: ObjectStoreLocation,
  credentials: ObserverCredentials,
): ConfigError[] =>
  location.type === "S3" && credentialSource(credentials, observee, location) === undefined
    ? [
        {
          path: `${OBSERVEE_PAIRS}.${observee}`,
          rule: `is required: observee "${observee}" keeps its blocks at ${location.endpoint}, for which the observer has no valid credentials`,
          fix: `set a key pair that may read there (for a server in that cluster, the pair of its user ${USERS.reader}), as docs/object-store.md describes`,
        },
      ]
    : [];

/** Thanos' configuration of the store, or errors; undefined for S3, which has key pairs or a role instead. */
export function observeeStoreConfig(
  observee: string,
  location: ObjectStoreLocation,
  texts: StoreTexts | undefined,
): ThanosStoreConfig | ConfigError[] | undefined {
  const path = `${OBSERVEE_CONFIGS}.${observee}`;
  if (location.type === "S3") {
    return undefined;
  }
  if (texts === undefined) {
    return [
      {
        path,
        rule: `is required: observee "${observee}" keeps its blocks in a store of type ${location.type}`,
        fix: `set it with \`pulumi config set --secret --path thanos-fleet:${path}\``,
      },
    ];
  }
  const result = readStoreConfig(path, location.type, texts);
  if ("errors" in result) {
    return result.errors;
  }
  const bucketField = STORE_TYPES[location.type].bucketFields.at(-1) ?? "";
  const bucket = result.config[bucketField];
  return bucket === undefined || location.bucket.split("/").includes(String(bucket))
    ? result.config
    : [
        {
          path: `${path}.${bucketField}`,
          rule: `must be the one that observee "${observee}" writes to`,
          fix: "use the same value",
        },
      ];
}
