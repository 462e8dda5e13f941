// Checks that an observee does not share a name, bucket or cluster with another member that the observer lists.
import type { ObjectStoreLocation } from "../components/object-store/spec";
import { errorIf, formatValue, type ConfigError } from "../config/errors";
import type { Members } from "./contract";
import { clusterErrors, storeErrors } from "./fleet-checks";

/** The observee that is checked. */
export interface MemberCandidate {
  readonly name: string;
  /** Full name of its stack. */
  readonly stack: string;
  /** Location of its blocks; undefined for a store inside its cluster, which no other member can use. */
  readonly store: ObjectStoreLocation | undefined;
  /** UID of its cluster as of its last `up`; undefined before the first one. */
  readonly clusterUid: string | undefined;
}

/**
 * Errors if another member has its name, bucket or cluster. Its own entry is no conflict if it names the same stack.
 */
export function memberErrors(candidate: MemberCandidate, members: Members): ConfigError[] {
  const { name: own, stack, store: ownStore } = candidate;
  const ownBucket = { path: "objectStore.bucket" };
  const ownUid = { path: "clusterUid", stack };
  return Object.entries(members).flatMap(([name, { objectStore: store, clusterUid, ...member }]) =>
    name === own
      ? nameErrors(candidate, member.stack)
      : [
          ...(store === undefined || ownStore === undefined
            ? []
            : storeErrors([
                { name, store, place: ownBucket },
                { name: own, store: ownStore, place: ownBucket },
              ])),
          ...clusterErrors(
            [
              { name, clusterUid, place: ownUid },
              { ...candidate, place: ownUid },
            ],
            "sameCluster: true on the observer",
          ),
        ],
  );
}

/** Usually caused by a copied stack file in which `cluster` was not changed. */
const nameErrors = ({ name, stack }: MemberCandidate, listed: string | undefined): ConfigError[] =>
  errorIf(listed !== undefined && listed !== stack, {
    path: "cluster",
    value: formatValue(name),
    rule: `to the observer that is stack ${formatValue(listed)}, and this is stack ${formatValue(stack)}`,
    fix: "give this cluster a name of its own, or change that entry of the observer's observees",
  });
