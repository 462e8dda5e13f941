// Where a cluster's blocks are: a bucket that is made or there, or a store of another type of Thanos.
import * as pulumi from "@pulumi/pulumi";
import type { S3StoreConfig } from "./s3/config";
import { locationOf, type ObjectStoreConfig } from "./config";
import { suppliedKeyUsers } from "./s3/roles-config";
import type { SharedConfig } from "../../config/shared";
import type { ObjectStoreKeys, ObjectStoreLocation } from "./spec";
import type { CertificateSettings } from "../pki/spec";
import type { Rotation } from "../pki/rotation";
import type { ImageOverrides } from "../../kubernetes/images";
import { Bucket } from "./s3/component";
import { InClusterStore } from "./in-cluster/component";

/** What of it stands in secrets. */
export interface ObjectStoreSecrets {
  /** Key pair of a bucket of S3; absent where IAM roles are used. */
  readonly objectStoreKeys?: pulumi.Output<ObjectStoreKeys>;
  /** Configuration of a store of another type, as JSON, and which bucket it is. */
  readonly objectStoreConfig?: pulumi.Output<string>;
  readonly objectStoreBucket?: string;
}

export interface ObjectStoreArgs extends ObjectStoreSecrets {
  readonly cluster: string;
  readonly namespace: string;
  readonly objectStore: ObjectStoreConfig;
  readonly images: ImageOverrides;
  readonly alerts: SharedConfig["alerts"];
  readonly certificates: CertificateSettings;
  readonly compact: SharedConfig["compact"];
  readonly aws?: SharedConfig["aws"];
  /** Role of the observer's Store Gateways, where they read this bucket by it. */
  readonly readerRoleArn?: string | undefined;
}

/** What the cluster's own parts find their blocks by. */
export interface ObjectStore {
  readonly location: pulumi.Output<ObjectStoreLocation>;
  readonly keys?: pulumi.Output<ObjectStoreKeys> | undefined;
  readonly config?: pulumi.Output<string> | undefined;
  /** Key that encrypts them; absent where the store does as it likes. */
  readonly kmsKeyArn?: pulumi.Output<string> | undefined;
  /** Where the observer finds them, if it is another way. */
  readonly published?: pulumi.Output<ObjectStoreLocation>;
  /** Its CA and how far that is rotated, where it is made here. */
  readonly ca?: { readonly serverCa: pulumi.Output<string>; readonly ca: Rotation };
  /** End dates of the store's certificates, where these are made here. */
  readonly ends?: Readonly<Record<string, pulumi.Output<string>>>;
}

/** Makes what the kind asks for, as children of `parent`; what is in the cluster waits for its namespace. */
export function objectStoreOf(
  name: string,
  args: ObjectStoreArgs,
  parent: pulumi.Resource,
  namespace: pulumi.Resource,
): ObjectStore {
  const { objectStore } = args;
  switch (objectStore.kind) {
    case "s3":
      return ownBucket(name, { ...args, objectStore }, parent);
    case "inCluster":
      return new InClusterStore(
        `${name}-object-store`,
        { ...args, objectStore },
        { parent, dependsOn: [namespace] },
      );
    case "thanos":
      return {
        location: pulumi.output(locationOf(args, args.objectStoreBucket)),
        config: args.objectStoreConfig,
      };
  }
}

function ownBucket(
  name: string,
  args: ObjectStoreArgs & { readonly objectStore: S3StoreConfig },
  parent: pulumi.Resource,
): ObjectStore {
  const { location, kmsKeyArn } = new Bucket(
    `${name}-bucket`,
    {
      objectStore: args.objectStore,
      accountId: args.aws?.accountId,
      readerRoleArn: args.readerRoleArn,
      deleteDelay: args.compact.deleteDelay,
      keyUsers: suppliedKeyUsers(args),
    },
    { parent },
  );
  return { location, kmsKeyArn, keys: args.objectStoreKeys };
}
