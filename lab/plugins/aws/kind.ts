// What one aws resource type is made of, and the scope in which its calls run.
import type * as s3 from "@aws-sdk/client-s3";
import { type Values } from "../protocol/values";
import { type Account } from "./client";

export interface Scope {
  readonly api: typeof s3;
  readonly client: s3.S3Client;
  readonly account: Account;
  readonly region: string;
  readonly bucket: string;
}

export interface Kind {
  /** Inputs that cannot be changed in place, beside the region. */
  readonly fixed: readonly string[];
  readonly computed: readonly string[];
  readonly defaults: Values;
  /** Inputs of the official provider that are refused here. */
  readonly unserved: readonly string[];
  exists(scope: Scope): Promise<boolean>;
  create(scope: Scope, inputs: Values): Promise<void>;
  update(scope: Scope, olds: Values, inputs: Values): Promise<void>;
  delete(scope: Scope, outputs: Values): Promise<void>;
  outputs(scope: Scope, inputs: Values): Values;
}

const missing = new Set([
  ...["NotFound", "NoSuchBucket", "NoSuchBucketPolicy", "NoSuchLifecycleConfiguration"],
  ...["NoSuchPublicAccessBlockConfiguration", "OwnershipControlsNotFoundError"],
  ...["ServerSideEncryptionConfigurationNotFoundError"],
]);

export function isMissing(error: unknown): boolean {
  return error instanceof Error && missing.has(error.name);
}
