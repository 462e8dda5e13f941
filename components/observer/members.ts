// For the observees: who else is in the fleet, and what is theirs alone.
import type * as pulumi from "@pulumi/pulumi";
import { sharedLocationOf } from "../object-store/config";
import type { ObserverArgs } from "./args";

/** By cluster. With `sameCluster` nobody is told which cluster it is, since that is no clash. */
export const membersOf = (
  { cluster, observees, sameCluster, objectStoreBucket, ...args }: ObserverArgs,
  clusterUid: pulumi.Output<string>,
) => ({
  [cluster]: {
    stack: args.stack,
    objectStore: sharedLocationOf(args, objectStoreBucket),
    ...(sameCluster ? {} : { clusterUid }),
  },
  ...Object.fromEntries(
    observees.map(({ name, stack, contract }) => [
      name,
      {
        stack,
        objectStore: contract?.objectStore,
        ...(sameCluster ? {} : { clusterUid: contract?.clusterUid }),
      },
    ]),
  ),
});
