// By what the parts that use a cluster's own bucket are known to AWS.
import type * as pulumi from "@pulumi/pulumi";
import { s3Of } from "../config";
import type { SharedConfig } from "../../../config/shared";
import { suppliedRoles, madeIdentity } from "./roles-config";
import { roleName } from "../../../kubernetes/names";
import { PARTS, type Storing } from "../../parts";
import { partIdentity, type PartIdentity } from "./role";

/** Parts with an account and a role of their own for it; the Store Gateways' is of the whole fleet's buckets. */
export type OwnPart = Exclude<Storing, "store">;

/** Of a part that there is: its role is made here where roles are. */
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
      given: suppliedRoles(config)?.[roleArn],
      identity: madeIdentity(config),
      roleName: roleName(cluster, role),
      namespace,
      serviceAccount: PARTS[part].name,
      ...{ access, cluster, bucket, kmsKeyArn },
    },
    opts,
  );
}
