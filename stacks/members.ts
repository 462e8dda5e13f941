// Checks that an observee does not share a name, bucket or cluster with another member that the observer lists.
import type { Members } from "./contract";
import { clusterError, storeError } from "./fleet-checks";
import type { ObjectStoreLocation } from "../components/object-store/spec";

/** The observee that is checked. */
export interface MemberCandidate {
  readonly name: string;
  /** Full name of its stack. */
  readonly stack: string;
  /** Location of its blocks; undefined for a store inside its cluster, which no other member can use. */
  readonly store: ObjectStoreLocation | undefined;
  /** As of its last `up`; undefined before the first one. */
  readonly clusterUid: string | undefined;
}

/** All errors, one sentence each. The entry for this observee is no conflict if it is the same stack. */
export function memberErrors(asking: MemberCandidate, members: Members): string[] {
  return Object.entries(members).flatMap(([name, member]) => {
    if (name === asking.name) {
      return nameError(asking, member.stack);
    }
    const { objectStore: store, clusterUid } = member;
    return [
      ...(asking.store === undefined || store === undefined
        ? []
        : storeError([
            { name: asking.name, store: asking.store },
            { name, store },
          ])),
      ...clusterError([asking, { name, clusterUid }], "on the observer"),
    ];
  });
}

/** Usually caused by a copied stack file in which `cluster` was not changed. */
const nameError = ({ name, stack }: MemberCandidate, told: string | undefined): string[] =>
  told === undefined || told === stack
    ? []
    : [
        `the observer's "${name}" is stack "${told}", and this is stack "${stack}"; ` +
          "give this cluster a name of its own, or change that entry of observees",
      ];
