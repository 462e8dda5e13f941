// Where a cluster's blocks are: a bucket that is made or there, or a store of another type of Thanos.
import * as pulumi from "@pulumi/pulumi";
import { locationOf, type ObjectStoreConfig } from "../specs/config/object-store";
import type { ObjectStoreKeys, ObjectStoreLocation } from "../specs/objstore";
import { Bucket } from "./bucket";

/** What of it stands in secrets. */
export interface ObjectStoreSecrets {
  /** Key pair of a bucket of S3; absent where IAM roles are used. */
  readonly objectStoreKeys?: pulumi.Output<ObjectStoreKeys>;
  /** Configuration of a store of another type, as JSON, and which bucket it is. */
  readonly objectStoreConfig?: pulumi.Output<string>;
  readonly objectStoreBucket?: string;
}

export interface ObjectStoreArgs extends ObjectStoreSecrets {
  readonly objectStore: ObjectStoreConfig;
}

/** What the cluster's own parts find their blocks by. */
export interface ObjectStore {
  readonly location: pulumi.Output<ObjectStoreLocation>;
  readonly keys?: pulumi.Output<ObjectStoreKeys> | undefined;
  readonly config?: pulumi.Output<string> | undefined;
}

/** Makes what the kind asks for, as children of the parent in `opts`. */
export function objectStoreOf(
  name: string,
  args: ObjectStoreArgs,
  opts: pulumi.ComponentResourceOptions,
): ObjectStore {
  const { objectStore } = args;
  switch (objectStore.kind) {
    case "s3":
      return {
        location: new Bucket(`${name}-bucket`, { objectStore }, opts).location,
        keys: args.objectStoreKeys,
      };
    case "thanos":
      return {
        location: pulumi.output(locationOf(objectStore, args.objectStoreBucket)),
        config: args.objectStoreConfig,
      };
  }
}

/** IAM roles of the parts, where these use the bucket by roles. */
export const rolesOf = (store: ObjectStoreConfig) =>
  store.kind === "s3" && store.auth.kind === "irsa" ? store.auth.roleArns : undefined;
