// Rules between the object store's configuration keys and the keys that belong to it.
import { accountOf, regionOf } from "./s3/arn";
import type { S3StoreConfig } from "./s3/config";
import type { ObjectStoreConfig } from "./config";
import { formatValue, type ConfigError } from "../../config/errors";
import { regionError } from "./s3/regions";
import type { SharedConfig } from "../../config/shared";

type Keys = Pick<SharedConfig, "objectStore" | "aws" | "unsafeForTests">;

/** Errors between keys of an S3 bucket; a key that is invalid by itself is absent. */
export function objectStoreErrors({ objectStore: store, ...others }: Partial<Keys>): ConfigError[] {
  if (store?.kind !== "s3") {
    return [];
  }
  const errors = [
    ...existingErrors(store),
    ...(store.endpoint === undefined ? awsErrors(store, others) : elsewhereErrors(store)),
  ];
  return errors.filter((error) => error !== false);
}

/** Whether the stack creates a bucket, or roles in AWS. */
export const needsAwsProvider = (store: ObjectStoreConfig): store is S3StoreConfig =>
  store.kind === "s3" && (store.create || makesInAws(store));

/** Whether the stack creates resources in AWS itself, which requires the key `aws`. */
const makesInAws = ({ create, endpoint, auth }: S3StoreConfig): boolean =>
  endpoint === undefined && (create || makesRoles(auth));

const makesRoles = (auth: S3StoreConfig["auth"]): boolean =>
  auth.kind === "podIdentity" || (auth.kind === "irsa" && auth.oidcProviderArn !== undefined);

function awsErrors(
  store: S3StoreConfig,
  { aws: account, unsafeForTests: unsafe }: Partial<Keys>,
): (ConfigError | false)[] {
  const { auth, kmsKeyArn: key, accessLog: log } = store;
  const provider = auth.kind === "irsa" ? auth.oidcProviderArn : undefined;
  return [
    makesInAws(store) &&
      account === undefined && {
        path: "aws",
        rule: `is required to make ${store.create ? "a bucket" : "roles"} on AWS`,
        fix: "give it region, profile and accountId, since the ambient ones are never used",
      },
    regionError("objectStore.region", store.region),
    account !== undefined &&
      account.region !== store.region && {
        path: "objectStore.region",
        value: formatValue(store.region),
        rule: `must be the region of aws.region, ${formatValue(account.region)}`,
        fix: "make them the same",
      },
    store.tls !== undefined && {
      path: "objectStore.tls",
      rule: "is for an S3-compatible server only: every system trusts AWS' certificates",
      fix: "remove it, or name the server in objectStore.endpoint",
    },
    key !== undefined &&
      regionOf(key) !== store.region && {
        path: "objectStore.kmsKeyArn",
        value: formatValue(key),
        rule: `must be of the bucket's region, ${formatValue(store.region)}, where S3 looks for it`,
        fix: "name a key of that region",
      },
    provider !== undefined &&
      account !== undefined &&
      accountOf(provider) !== account.accountId && {
        path: "objectStore.auth.oidcProviderArn",
        value: formatValue(provider),
        rule: `must be of the account in which the roles are made, ${formatValue(account.accountId)}`,
        fix: "name the provider of that account, or correct aws.accountId",
      },
    log?.bucket === store.bucket && {
      path: "objectStore.accessLog.bucket",
      value: formatValue(store.bucket),
      rule: "must not be the bucket itself: each log entry would be logged again",
      fix: "name another bucket",
    },
    Object.values(unsafe ?? {}).some((v) => v !== undefined) && {
      path: "unsafeForTests",
      value: formatValue(unsafe),
      rule: "is refused with AWS",
      fix: "remove it",
    },
  ];
}

/** Rejects features that only AWS has. */
function elsewhereErrors({ auth, kmsKeyArn: key, accessLog: log }: S3StoreConfig) {
  return [
    auth.kind !== "keys" && {
      path: "objectStore.auth.kind",
      value: formatValue(auth.kind),
      rule: "IAM roles work at AWS' own endpoint only",
      fix: 'use "keys", or remove objectStore.endpoint',
    },
    ...Object.entries({ kmsKeyArn: key, accessLog: log }).map(
      ([name, value]) =>
        value !== undefined && {
          path: `objectStore.${name}`,
          value: formatValue(value),
          rule: "works at AWS' own endpoint only",
          fix: "remove it, or remove objectStore.endpoint",
        },
    ),
  ];
}

/** Rejects settings of a bucket that this program does not manage. */
const existingErrors = ({ create, forceDestroy, accessLog: log }: S3StoreConfig) =>
  Object.entries({ forceDestroy: forceDestroy || undefined, accessLog: log }).map(
    ([name, value]) =>
      !create &&
      value !== undefined && {
        path: `objectStore.${name}`,
        value: formatValue(value),
        rule: "is for a bucket that this stack creates, and with create: false the bucket is not managed",
        fix: "remove it",
      },
  );
