// The key that encrypts a bucket: made beside it, rotated every year, and kept as long as there is anything to read.
import { Alias } from "@pulumi/aws/kms/alias";
import { Key } from "@pulumi/aws/kms/key";
import * as pulumi from "@pulumi/pulumi";
import { keyPolicy, type KeyPolicyArgs } from "./key-policy";
import { childOptions } from "../../../kubernetes/resource-options";

export interface BucketKeyArgs extends KeyPolicyArgs {
  /** The bucket's name. */
  readonly bucket: string;
  /** The bucket goes with the stack, and its key too. */
  readonly disposable: boolean;
}

/** Days in which a deletion can be taken back; the most that AWS has. */
const DELETION_DAYS = 30;

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
      // Without the key the blocks are noise.
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
