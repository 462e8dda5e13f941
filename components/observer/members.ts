// Lists the clusters of the fleet for the observees, with the stack, object store and cluster UID that belong to each.
import type * as pulumi from "@pulumi/pulumi";
import { sharedLocationOf } from "../object-store/config";
import type { ObserverArgs } from "./args";

/**
 * Output `members`, by cluster. With `sameCluster` the UID is left out, since sharing a Kubernetes cluster is then no
 * conflict.
 */
export const membersOf = (
  { cluster, observees, sameCluster, objectStoreBucket, ...args }: ObserverArgs,
  clusterUid: pulumi.Output<string>,
) => ({
  [cluster]: {
    stack: args.stack,
    objectStore: sharedLocationOf(args, objectStoreBucket),
    clusterUid: sameCluster ? undefined : clusterUid,
  },
  ...Object.fromEntries(
    observees.map(({ name, stack, contract }) => [
      name,
      {
        stack,
        objectStore: contract?.objectStore,
        clusterUid: sameCluster ? undefined : contract?.clusterUid,
      },
    ]),
  ),
});
