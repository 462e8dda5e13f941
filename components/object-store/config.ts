// Object store configuration: which of the kinds it is, and what each kind needs in secrets.
import { z } from "zod";
import { awsEndpoint, type ObjectStoreLocation, type S3Location } from "./spec";
import { PORTS } from "../../kubernetes/ports";
import { s3Store, type S3StoreConfig } from "./s3/config";
import { inClusterStore, type InClusterStoreConfig } from "./in-cluster/config";
import { thanosStore } from "./thanos/config";
import { OBJECT_STORE } from "./in-cluster/part";

export const objectStore = z.discriminatedUnion("kind", [s3Store, inClusterStore, thanosStore], {
  error: 'must be "s3", "inCluster" or "thanos"',
});

export type ObjectStoreConfig = z.infer<typeof objectStore>;

/** A bucket of S3; none of the other kinds. */
export const s3Of = (store: ObjectStoreConfig): S3StoreConfig | undefined =>
  store.kind === "s3" ? store : undefined;

/** How the parts may use a bucket of S3; the other kinds have no such choice. */
export const authOf = (store: ObjectStoreConfig | undefined): S3StoreConfig["auth"] | undefined =>
  store?.kind === "s3" ? store.auth : undefined;

interface StoreSettings {
  readonly objectStore: ObjectStoreConfig;
  readonly namespace: string;
}

/** A bucket of S3 as the configuration tells it. */
export const s3Location = ({
  bucket,
  prefix,
  region,
  endpoint,
  tls,
}: S3StoreConfig): S3Location => ({
  type: "S3",
  bucket,
  ...(prefix === undefined ? {} : { prefix }),
  region,
  endpoint: endpoint ?? awsEndpoint(region),
  ...(tls === undefined || endpoint === undefined
    ? {}
    : { tls: { ca: tls.caPem, serverName: tls.serverName ?? endpoint.replace(/:\d+$/, "") } }),
});

/** Whether the Secret holds a CA beside the store's configuration, which names its file. */
export const hasOwnCa = (store: ObjectStoreConfig): boolean =>
  store.kind === "inCluster" || s3Of(store)?.tls !== undefined;

/** What such servers call the place where they are, unless told otherwise. */
const IN_CLUSTER_REGION = "us-east-1";

/** The bucket of the cluster's own server, inside the cluster. */
export const inClusterLocation = (store: InClusterStoreConfig, namespace: string): S3Location => ({
  type: "S3",
  bucket: store.bucket,
  region: IN_CLUSTER_REGION,
  endpoint: `${OBJECT_STORE.name}.${namespace}.svc:${String(PORTS.s3)}`,
});

/**
 * Where the blocks are for the cluster's own parts, as configuration tells it; `bucket` says which one it is of another
 * type than S3.
 */
export function locationOf(
  { objectStore: store, namespace }: StoreSettings,
  bucket = "",
): ObjectStoreLocation {
  switch (store.kind) {
    case "s3":
      return s3Location(store);
    case "inCluster":
      return inClusterLocation(store, namespace);
    case "thanos":
      return {
        type: store.type,
        bucket,
        ...(store.prefix === undefined ? {} : { prefix: store.prefix }),
      };
  }
}

/** The same where others could come there: a server of the cluster's own is at one name in every cluster. */
export const sharedLocationOf = (
  settings: StoreSettings,
  bucket?: string,
): ObjectStoreLocation | undefined =>
  settings.objectStore.kind === "inCluster" ? undefined : locationOf(settings, bucket);
