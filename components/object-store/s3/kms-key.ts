// The KMS key of a bucket: created with it, rotated yearly, and retained as long as the bucket is.
import { Alias } from "@pulumi/aws/kms/alias";
import { Key } from "@pulumi/aws/kms/key";
import * as pulumi from "@pulumi/pulumi";
import { keyPolicy, type KeyPolicyArgs } from "./key-policy";
import { childOptions } from "../../../kubernetes/resource-options";

export interface BucketKeyArgs extends KeyPolicyArgs {
  /** Name of the bucket. */
  readonly bucket: string;
  /** Whether the key is deleted with the stack, as the bucket is. */
  readonly disposable: boolean;
}

/** Days until a scheduled deletion takes effect, AWS' maximum. */
const DELETION_DAYS = 30;

/**
 * A KMS key and its alias. Pulumi refuses to delete it, and keeps it when the stack is destroyed, unless `disposable`.
 */
export class BucketKey extends pulumi.ComponentResource {
  static readonly TYPE = "thanos:store:BucketKey";
  public readonly arn: pulumi.Output<string>;

  constructor(name: string, args: BucketKeyArgs, opts?: pulumi.ComponentResourceOptions) {
    super(BucketKey.TYPE, name, {}, opts);
    const child = { ...childOptions(this, opts), retainOnDelete: !args.disposable };
    const key = new Key(
      name,
      {
        description: `Blocks in the bucket ${args.bucket}`,
        enableKeyRotation: true,
        deletionWindowInDays: DELETION_DAYS,
        policy: pulumi.jsonStringify(keyPolicy(args)),
      },
      // Without the key the blocks cannot be decrypted.
      { ...child, protect: !args.disposable },
    );
    new Alias(
      `${name}-alias`,
      { name: `alias/thanos-${args.bucket}`, targetKeyId: key.keyId },
      child,
    );
    this.arn = key.arn;
    this.registerOutputs({ arn: this.arn });
  }
}
