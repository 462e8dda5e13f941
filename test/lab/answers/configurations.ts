// The configurations of the fleet in which the matrix is asked, and the way back from each.
import { observees, observer } from "../../../lab/cluster/machines";
import { INITIAL_ROTATION, type Rotation } from "../../../components/pki/rotation/phases";
import { overlap, upObserverFor } from "../support/client-ca";
import { mustUp } from "../support/engine";
import { clientRotations, configure, setClientCa } from "../support/overrides";
import type { Configuration } from "./matrix";

const B = observees[1].name;

interface Change {
  readonly title: string;
  readonly make: () => Promise<unknown>;
  readonly undo: () => Promise<unknown>;
}

const nothing = () => Promise.resolve();

const before: { rotation: Rotation } = { rotation: INITIAL_ROTATION };

export const CONFIGURATIONS: Readonly<Record<Configuration, Change>> = {
  query: { title: "Query calls the edges", make: nothing, undo: nothing },
  rotation: {
    title: `after the first step of a rotation of ${B}'s client CA`,
    make: async () => {
      before.rotation = (await clientRotations())[B] ?? INITIAL_ROTATION;
      await overlap(B, before.rotation.generation + 1);
    },
    undo: async () => {
      await setClientCa(B, before.rotation);
      await upObserverFor(B);
    },
  },
  perObservee: {
    title: "a TLS querier for each observee",
    make: async () => {
      await configure(observer.name, { tlsQuerier: { layout: "perObservee" } });
      await mustUp(observer.name);
    },
    undo: async () => {
      await configure(observer.name, { tlsQuerier: undefined });
      await mustUp(observer.name);
    },
  },
};
