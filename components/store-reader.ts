// By what the observer's Store Gateways are known to AWS: one role that reads its own bucket and every observee's.
import type * as pulumi from "@pulumi/pulumi";
import type { ObserveeContract } from "../specs/contract";
import { s3Of } from "../specs/config/object-store";
import type { ObserverSettings } from "../specs/config/observer";
import type { SharedConfig } from "../specs/config/shared";
import { givenRoles, madeIdentity } from "../specs/config/roles";
import { roleName } from "../specs/names";
import { awsEndpoint } from "../specs/objstore";
import { partIdentity, type Member, type PartIdentity } from "./iam";
import { storeNames } from "./thanos/stores";

export interface StoreReaderArgs extends Pick<
  SharedConfig,
  "cluster" | "namespace" | "objectStore" | "aws"
> {
  readonly store: ObserverSettings["store"];
  readonly observees: readonly { readonly name: string; readonly contract?: ObserveeContract }[];
}

/**
 * Made at the observer's first `up`: the observees' bucket policies name the role, and S3 refuses a policy that names a
 * missing one. A pending observee's account is trusted already; its bucket is granted once it is known.
 */
export const storeReader = (
  name: string,
  { cluster, namespace, objectStore, aws, store, observees }: StoreReaderArgs,
  kmsKeyArn: pulumi.Output<string> | undefined,
  opts: pulumi.ComponentResourceOptions,
): PartIdentity =>
  partIdentity(
    name,
    {
      given: givenRoles({ objectStore })?.store,
      identity: madeIdentity({ objectStore, aws }),
      roleName: roleName(cluster, "store"),
      namespace,
      access: "read",
      members: {
        [cluster]: {
          serviceAccounts: storeNames(store, [cluster]),
          bucket: s3Of(objectStore),
          kmsKeyArn,
        },
        ...Object.fromEntries(
          observees.map((observee) => [
            observee.name,
            memberOf(observee, storeNames(store, [observee.name])),
          ]),
        ),
      },
    },
    opts,
  );

/** A bucket that is not on AWS is read with a key pair. */
function memberOf(
  { contract }: StoreReaderArgs["observees"][number],
  serviceAccounts: readonly string[],
): Member {
  const store = contract?.objectStore;
  return store?.type === "S3" && store.endpoint === awsEndpoint(store.region)
    ? { serviceAccounts, bucket: store, kmsKeyArn: contract?.kmsKeyArn }
    : { serviceAccounts };
}
