// Where a cluster's blocks are: a bucket that is made or there, or a store of another type of Thanos.
import * as pulumi from "@pulumi/pulumi";
import { locationOf, type ObjectStoreConfig } from "../specs/config/object-store";
import type { ObjectStoreKeys, ObjectStoreLocation } from "../specs/objstore";
import type { CertificateSettings } from "../specs/pki/certificates";
import type { ImageOverrides } from "../specs/versions";
import { Bucket } from "./bucket";
import { InClusterStore } from "./in-cluster-store";

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
  readonly certificates: CertificateSettings;
}

/** What the cluster's own parts find their blocks by. */
export interface ObjectStore {
  readonly location: pulumi.Output<ObjectStoreLocation>;
  readonly keys?: pulumi.Output<ObjectStoreKeys> | undefined;
  readonly config?: pulumi.Output<string> | undefined;
  /** Where the observer finds them, if it is another way. */
  readonly published?: pulumi.Output<ObjectStoreLocation>;
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
      return {
        location: new Bucket(`${name}-bucket`, { objectStore }, { parent }).location,
        keys: args.objectStoreKeys,
      };
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
