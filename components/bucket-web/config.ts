// Configuration of bucket web.
import { z } from "zod";
import type { S3StoreConfig } from "../object-store/s3/config";
import type { Fault } from "../../config/errors";
import { replicas } from "../../config/primitives";

export const bucketWeb = z.strictObject({
  replicas: replicas.default(2).describe("Replicas."),
});

export type BucketWebConfig = z.infer<typeof bucketWeb>;

/** It reads the bucket under an account of its own. */
export const bucketWebFaults = (
  config: BucketWebConfig | undefined,
  auth: S3StoreConfig["auth"] | undefined,
): Fault[] =>
  config !== undefined &&
  auth?.kind === "irsa" &&
  auth.roleArns !== undefined &&
  auth.roleArns.bucketWeb === undefined
    ? [
        {
          path: "objectStore.auth.roleArns.bucketWeb",
          rule: "is required where there is bucketWeb and IAM roles are used",
          fix: "name a role that may list and read the bucket, or remove bucketWeb",
        },
      ]
    : [];
