// A cluster's object store: an S3 bucket, an S3 server inside the cluster, or another store type of Thanos.
import * as pulumi from "@pulumi/pulumi";
import { locationOf, type ObjectStoreConfig } from "./config";
import { suppliedKeyUsers } from "./s3/roles-config";
import type { SharedConfig } from "../../config/shared";
import type { ObjectStoreKeys, ObjectStoreLocation } from "./spec";
import type { DatedCertificates } from "../pki/expiry/end-dates";
import type { CertificateSettings } from "../pki/spec";
import type { Rotation } from "../pki/rotation/phases";
import type { ImageOverrides } from "../../kubernetes/images";
import { Bucket } from "./s3/component";
import { InClusterStore } from "./in-cluster/component";

/** Secrets of the object store. */
export interface ObjectStoreSecrets {
  /** Key pair of an S3 bucket; absent if IAM roles are used. */
  readonly objectStoreKeys?: pulumi.Output<ObjectStoreKeys>;
  /** Configuration of another store type, as JSON; absent for S3. */
  readonly objectStoreConfig?: pulumi.Output<string>;
  /** Identifies the bucket in `objectStoreConfig`. */
  readonly objectStoreBucket?: string;
}

export interface ObjectStoreArgs extends ObjectStoreSecrets {
  readonly cluster: string;
  readonly namespace: string;
  readonly objectStore: ObjectStoreConfig;
  readonly images: ImageOverrides;
  readonly certificates: CertificateSettings;
  /** The key `compact`, whose delete delay sets how long S3 keeps replaced versions. */
  readonly compact: SharedConfig["compact"];
  /** Account of a bucket that is created on AWS. */
  readonly aws?: SharedConfig["aws"];
  /** Role of the observer's Store Gateways, if they read this bucket with it. */
  readonly readerRoleArn?: string | undefined;
}

/** Access to the blocks for the cluster's own parts. */
export interface ObjectStore {
  readonly location: pulumi.Output<ObjectStoreLocation>;
  /** Key pair that may write; absent if IAM roles are used, and for other types than S3. */
  readonly keys?: pulumi.Output<ObjectStoreKeys> | undefined;
  /** Configuration of another store type than S3, as JSON. */
  readonly config?: pulumi.Output<string> | undefined;
  /** KMS key that encrypts the blocks; absent if encryption is left to the store. */
  readonly kmsKeyArn?: pulumi.Output<string> | undefined;
  /** Location for the observer, if it differs from `location`. */
  readonly externalLocation?: pulumi.Output<ObjectStoreLocation>;
  /** CA certificates of the store, PEM, and the rotation of its CA; absent if the store is not created here. */
  readonly ca?: { readonly serverCa: pulumi.Output<string>; readonly ca: Rotation };
  /** The store's certificates, if they are issued here. */
  readonly certificates?: DatedCertificates;
}

/** Creates the store as children of `parent`; an in-cluster store depends on `namespace`. */
export function objectStoreOf(
  name: string,
  args: ObjectStoreArgs,
  parent: pulumi.Resource,
  namespace: pulumi.Resource,
): ObjectStore {
  const { objectStore } = args;
  switch (objectStore.kind) {
    case "s3": {
      const { location, kmsKeyArn } = new Bucket(
        `${name}-bucket`,
        {
          objectStore,
          accountId: args.aws?.accountId,
          readerRoleArn: args.readerRoleArn,
          deleteDelay: args.compact.deleteDelay,
          keyUsers: suppliedKeyUsers(args),
        },
        { parent },
      );
      return { location, kmsKeyArn, keys: args.objectStoreKeys };
    }
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
