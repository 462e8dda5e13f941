// The Secret through which Thanos parts find a bucket.
import * as pulumi from "@pulumi/pulumi";
import { checksumOf } from "../pki/fingerprint";
import { objstoreFiles, type ObjectStoreKeys, type ObjectStoreLocation } from "./spec";
import { childOptions } from "../../kubernetes/resource-options";
import * as k8s from "../../kubernetes/k8s";
import type { PartArgs } from "../../kubernetes/part";

export interface ObjectStoreSecretArgs {
  /** Name of the Secret in the cluster. */
  readonly secretName: string;
  readonly namespace: string;
  readonly location: pulumi.Input<ObjectStoreLocation>;
  /** Key pair to read with; the pods' own identity without it. */
  readonly keys?: pulumi.Output<ObjectStoreKeys> | undefined;
  /** Configuration of a store of another type than S3, as JSON. */
  readonly config?: pulumi.Output<string> | undefined;
  /** Speak HTTP to the store; for tests. */
  readonly plaintext: boolean;
}

/** What a part that uses a bucket is told beside what every part is. */
export interface StoredPartArgs extends PartArgs {
  readonly objstore: ObjectStoreSecret;
  /** IAM role with which it reads or writes; none where a key pair is used. */
  readonly roleArn?: pulumi.Input<string> | undefined;
}

export class ObjectStoreSecret extends pulumi.ComponentResource {
  static readonly TYPE = "thanos:store:ObjectStoreSecret";
  /** Name of the Secret in the cluster. */
  public readonly secretName: string;
  /** Checksum of the files: pods read them at start only, so a changed one rolls them. */
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
    // A digest tells nothing of the keys in it.
    this.checksum = pulumi.unsecret(files.apply(checksumOf));
    this.registerOutputs({ checksum: this.checksum });
  }
}
