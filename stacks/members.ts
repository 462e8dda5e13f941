// What belongs to another member of the fleet: an observee is told by the observer, before it takes any of it.
import type { Members } from "./contract";
import { clusterFault, storeFault } from "./fleet-checks";
import type { ObjectStoreLocation } from "../components/object-store/spec";

/** The observee that asks. */
export interface Asking {
  readonly name: string;
  /** Full name of its stack. */
  readonly stack: string;
  /** Where it keeps its blocks; undefined where nobody else could come there. */
  readonly store: ObjectStoreLocation | undefined;
  /** As its last `up` found it; undefined before the first one. */
  readonly clusterUid: string | undefined;
}

/** Faults in sentences. What is told of itself is no clash, if that is the same stack. */
export function memberFaults(asking: Asking, members: Members): string[] {
  return Object.entries(members).flatMap(([name, member]) => {
    if (name === asking.name) {
      return nameFault(asking, member.stack);
    }
    const { objectStore: store, clusterUid } = member;
    return [
      ...(asking.store === undefined || store === undefined
        ? []
        : storeFault([
            { name: asking.name, store: asking.store },
            { name, store },
          ])),
      ...clusterFault([asking, { name, clusterUid }], "on the observer"),
    ];
  });
}

/** A stack's file that was copied, and its cluster not renamed. */
const nameFault = ({ name, stack }: Asking, told: string | undefined): string[] =>
  told === undefined || told === stack
    ? []
    : [
        `the observer's "${name}" is stack "${told}", and this is stack "${stack}"; ` +
          "give this cluster a name of its own, or change that entry of observees",
      ];
