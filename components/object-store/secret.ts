// The Secret with the object store configuration of Thanos parts.
import * as pulumi from "@pulumi/pulumi";
import { checksumOf } from "../pki/certificates/fingerprint";
import { objstoreFiles, type ObjectStoreKeys, type ObjectStoreLocation } from "./spec";
import { childOptions } from "../../kubernetes/resource-options";
import * as k8s from "../../kubernetes/k8s";
import type { PartArgs } from "../../kubernetes/part";

export interface ObjectStoreSecretArgs {
  /** Name of the Secret in the cluster. */
  readonly secretName: string;
  readonly namespace: string;
  readonly location: pulumi.Input<ObjectStoreLocation>;
  /** Key pair of an S3 bucket; without it the pods' own identity is used. */
  readonly keys?: pulumi.Output<ObjectStoreKeys> | undefined;
  /** Configuration of a store type other than S3, as JSON. */
  readonly config?: pulumi.Output<string> | undefined;
  /** Use HTTP without TLS; for tests. */
  readonly plaintext: boolean;
}

/** Arguments of parts that use a bucket. */
export interface StoredPartArgs extends PartArgs {
  /** Secret with the configuration of the bucket. */
  readonly objstore: ObjectStoreSecret;
  /** IAM role in the annotation of the ServiceAccount; absent with a key pair, and with Pod Identity. */
  readonly roleArn?: pulumi.Input<string> | undefined;
}

/** A Secret with the file of `--objstore.config-file` and, if the store has a CA of its own, that CA. */
export class ObjectStoreSecret extends pulumi.ComponentResource {
  static readonly TYPE = "thanos:store:ObjectStoreSecret";
  /** Name of the Secret in the cluster. */
  public readonly secretName: string;
  /** Checksum of the files: pods read them only at start and must restart when they change. */
  public readonly checksum: pulumi.Output<string>;

  constructor(name: string, args: ObjectStoreSecretArgs, opts?: pulumi.ComponentResourceOptions) {
    super(ObjectStoreSecret.TYPE, name, {}, opts);
    this.secretName = args.secretName;
    const files = pulumi
      .all([args.location, args.keys, args.config])
      .apply(([location, keys, config]) =>
        objstoreFiles(location, { keys, config, plaintext: args.plaintext }),
      );

    new k8s.core.v1.Secret(
      name,
      {
        metadata: { name: args.secretName, namespace: args.namespace },
        stringData: files,
      },
      childOptions(this, opts),
    );
    // A checksum reveals nothing about the keys.
    this.checksum = pulumi.unsecret(files.apply(checksumOf));
    this.registerOutputs({ checksum: this.checksum });
  }
}
