// IAM identities of the parts that use a cluster's own bucket.
import type * as pulumi from "@pulumi/pulumi";
import { s3Of } from "../config";
import type { SharedConfig } from "../../../config/shared";
import { suppliedRoles, madeIdentity } from "./roles-config";
import { roleName } from "../../../kubernetes/names";
import { PARTS, type BucketUser } from "../../parts";
import { partIdentity, type PartIdentity } from "./role";

/** Parts with their own ServiceAccount and role; the Store Gateways share one for the buckets of the whole fleet. */
export type OwnPart = Exclude<BucketUser, "store">;

/** Identity of a deployed part; creates its role if the configuration creates roles. */
export function ownIdentity(
  name: string,
  part: OwnPart,
  config: Pick<SharedConfig, "cluster" | "namespace" | "objectStore" | "aws">,
  kmsKeyArn: pulumi.Output<string> | undefined,
  opts: pulumi.ComponentResourceOptions,
): PartIdentity {
  const { cluster, namespace } = config;
  const bucket = s3Of(config.objectStore);
  const { role, roleArn, access } = PARTS[part].bucket;
  return partIdentity(
    `${name}-${role}-iam`,
    {
      existingRoleArn: suppliedRoles(config)?.[roleArn],
      identity: madeIdentity(config),
      roleName: roleName(cluster, role),
      namespace,
      serviceAccount: PARTS[part].name,
      ...{ access, cluster, bucket, kmsKeyArn },
    },
    opts,
  );
}
