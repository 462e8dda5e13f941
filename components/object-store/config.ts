// Configuration keys of the object store, a union of the three kinds, and the location that follows from them.
import { z } from "zod";
import { awsEndpoint, type ObjectStoreLocation, type S3Location } from "./spec";
import { PORTS } from "../../kubernetes/ports";
import { s3Store, type S3StoreConfig } from "./s3/config";
import { inClusterStore, type InClusterStoreConfig } from "./in-cluster/config";
import { thanosStore } from "./thanos/config";
import { OBJECT_STORE } from "./in-cluster/part";

/** The key `objectStore`. */
export const objectStore = z.discriminatedUnion("kind", [s3Store, inClusterStore, thanosStore], {
  error: 'must be "s3", "inCluster" or "thanos"',
});

export type ObjectStoreConfig = z.infer<typeof objectStore>;

/** The configuration of an S3 bucket; undefined for the other kinds. */
export const s3Of = (store: ObjectStoreConfig): S3StoreConfig | undefined =>
  store.kind === "s3" ? store : undefined;

/** Authentication of an S3 bucket; undefined for the other kinds. */
export const authOf = (store: ObjectStoreConfig | undefined): S3StoreConfig["auth"] | undefined =>
  store?.kind === "s3" ? store.auth : undefined;

interface StoreSettings {
  readonly objectStore: ObjectStoreConfig;
  readonly namespace: string;
}

/** Location of an S3 bucket, from its configuration. The CA of `tls` counts only with an `endpoint`. */
export const s3Location = ({
  bucket,
  prefix,
  region,
  endpoint,
  tls,
}: S3StoreConfig): S3Location => ({
  type: "S3",
  bucket,
  prefix,
  region,
  endpoint: endpoint ?? awsEndpoint(region),
  tls:
    tls === undefined || endpoint === undefined
      ? undefined
      : { ca: tls.caPem, serverName: tls.serverName ?? endpoint.replace(/:\d+$/, "") },
});

/** Whether the Secret also holds a CA, to which the store's configuration in it refers as a file. */
export const hasOwnCa = (store: ObjectStoreConfig): boolean =>
  store.kind === "inCluster" || s3Of(store)?.tls !== undefined;

/** Region that the in-cluster S3 servers have by default. */
const IN_CLUSTER_REGION = "us-east-1";

/** Bucket of the in-cluster S3 server, as addressed inside the cluster. */
export const inClusterLocation = (store: InClusterStoreConfig, namespace: string): S3Location => ({
  type: "S3",
  bucket: store.bucket,
  region: IN_CLUSTER_REGION,
  endpoint: `${OBJECT_STORE.name}.${namespace}.svc:${String(PORTS.s3)}`,
});

/**
 * Location for the cluster's own parts, from the configuration; `bucket` identifies the bucket of a store type other
 * than S3.
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
        prefix: store.prefix,
      };
  }
}

/** Location to compare between clusters; undefined for an in-cluster server, whose name is the same everywhere. */
export const sharedLocationOf = (
  settings: StoreSettings,
  bucket?: string,
): ObjectStoreLocation | undefined =>
  settings.objectStore.kind === "inCluster" ? undefined : locationOf(settings, bucket);
