// The first step of a client CA's rotation, and checks that apply to every `up` of the observer during one.
import * as assert from "node:assert/strict";
import { observees, observer } from "../../../lab/cluster/machines";
import { clientIdentity } from "./cluster";
import { inWords, mustUp } from "./engine";
import { setClientCa } from "./overrides";

/** `up` of the observer while one observee's client CA is rotated: nothing of the others changes. */
export async function upObserverFor(observee: string): Promise<string[]> {
  const changes = inWords((await mustUp(observer.name)).changes);
  const others = observees.map(({ name }) => name).filter((name) => name !== observee);
  assert.deepEqual(
    changes.filter((change) => others.some((other) => change.includes(other))),
    [],
  );
  return changes;
}

/** Overlap: the observer makes the CA of the next generation, and the one before signs on. */
export async function overlap(observee: string, generation: number): Promise<void> {
  const before = await clientIdentity(observee);
  await setClientCa(observee, { generation, phase: "overlap" });
  const changes = await upObserverFor(observee);
  const made = `create observer-trust-${observee}-ca-${String(generation)}-key`;
  assert.ok(changes.includes(made), changes.join());
  assert.deepEqual(await clientIdentity(observee), before);
}
