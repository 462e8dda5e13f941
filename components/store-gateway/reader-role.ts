// AWS identity of the observer's Store Gateways: one IAM role that reads its own bucket and every observee's.
import type * as pulumi from "@pulumi/pulumi";
import type { ObserveeContract } from "../../stacks/contract";
import { s3Of } from "../object-store/config";
import { grantedBuckets, type ObserverCredentials } from "../object-store/observee-store";
import type { SharedConfig } from "../../config/shared";
import { suppliedRoles, madeIdentity } from "../object-store/s3/roles-config";
import { roleName } from "../../kubernetes/names";
import { partIdentity, type PartIdentity } from "../object-store/s3/role";
import { STORE_GATEWAY } from "./part";

export interface StoreReaderArgs
  extends ObserverCredentials, Pick<SharedConfig, "cluster" | "namespace" | "aws"> {
  /** Observees whose buckets the role may read; one without a contract is pending. */
  readonly observees: readonly { readonly name: string; readonly contract?: ObserveeContract }[];
}

/**
 * The identity. A role is created at the observer's first `up`: the observees' bucket policies name the role, and S3
 * rejects a policy that names a missing one. Access to a pending observee's bucket is granted once its outputs are
 * known.
 */
export const storeReader = (
  name: string,
  { cluster, namespace, objectStore, aws, observees, observeeStoreKeys }: StoreReaderArgs,
  kmsKeyArn: pulumi.Output<string> | undefined,
  opts: pulumi.ComponentResourceOptions,
): PartIdentity =>
  partIdentity(
    name,
    {
      existingRoleArn: suppliedRoles({ objectStore })?.store,
      identity: madeIdentity({ objectStore, aws }),
      roleName: roleName(cluster, "store"),
      namespace,
      serviceAccount: STORE_GATEWAY.name,
      access: "read",
      cluster,
      bucket: s3Of(objectStore),
      kmsKeyArn,
      reads: grantedBuckets({ objectStore, observeeStoreKeys }, observees),
    },
    opts,
  );
