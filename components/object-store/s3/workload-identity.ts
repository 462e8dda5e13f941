// By what the parts that use a cluster's own bucket are known to AWS.
import type * as pulumi from "@pulumi/pulumi";
import { s3Of } from "../config";
import type { SharedConfig } from "../../../config/shared";
import { givenRoles, madeIdentity } from "./roles-config";
import type { Access } from "./access";
import { NAMES, roleName, type RolePart } from "../../../kubernetes/names";
import { partIdentity, type PartIdentity } from "./role";

export type OwnPart = "prometheus" | "compact" | "bucketWeb" | "rule" | "receive";

const PARTS: Readonly<Record<OwnPart, { readonly word: RolePart; readonly access: Access }>> = {
  prometheus: { word: "prometheus", access: "upload" },
  compact: { word: "compact", access: "compact" },
  bucketWeb: { word: "bucket-web", access: "read" },
  rule: { word: "rule", access: "upload" },
  receive: { word: "receive", access: "upload" },
};

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
  const { word, access } = PARTS[part];
  return partIdentity(
    `${name}-${word}-iam`,
    {
      given: givenRoles(config)?.[part],
      identity: madeIdentity(config),
      roleName: roleName(cluster, word),
      namespace,
      serviceAccount: NAMES[part],
      ...{ access, cluster, bucket, kmsKeyArn },
    },
    opts,
  );
}
