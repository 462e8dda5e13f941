// Brings the fleet to rest: no rotation under way, nobody revoked, no switch of a test left on.
import { isDeepStrictEqual } from "node:util";
import { clusters, observees, observer } from "../../../lab/cluster/machines";
import { overridesOf } from "../../../lab/stacks/settings";
import { observerMemory } from "../../../specs/contract";
import type { Rotation } from "../../../specs/pki/rotation";
import { mustUp } from "./engine";
import {
  clientRotations,
  configure,
  serverRotation,
  withClientCas,
  untilHandedOn,
  withServerCa,
  type Keys,
} from "./overrides";
import { settled } from "./query-loop";
import { outputsOf } from "./stacks";

const atRest = ({ generation, phase }: Rotation): Rotation => ({
  generation: phase === "overlap" ? generation - 1 : generation,
  phase: "stable",
});

/** Undoes what a run that was stopped half-way has left, where there is such; then waits until the fleet answers whole. */
export async function rest(): Promise<void> {
  const rotations = Object.entries(await clientRotations());
  const wanted = new Map<string, Keys>([
    [observer.name, withClientCas(Object.fromEntries(rotations.map(([n, r]) => [n, atRest(r)])))],
  ]);
  for (const { name } of observees) {
    wanted.set(name, withServerCa(atRest(await serverRotation(name))));
  }
  const memory = observerMemory.parse(await outputsOf(observer.name));
  const connected = observees.every(({ name }) => memory.observees[name] === "connected");
  const resting =
    connected &&
    [...wanted].every(([stack, keys]) => {
      const set = overridesOf(stack);
      return Object.keys(set).length === 0 || isDeepStrictEqual(set, keys);
    });
  if (!resting) {
    await bringBack(wanted);
  }
  await settled(clusters.map(({ name }) => name));
}

async function bringBack(wanted: ReadonlyMap<string, Keys>): Promise<void> {
  const pushing = observees.filter(({ name }) => "exposure" in overridesOf(name));
  for (const [stack, keys] of wanted) {
    const switches = { revoked: undefined, unsafeForTests: undefined };
    await configure(stack, { ...switches, receive: undefined, exposure: undefined, ...keys });
  }
  // Receive is not taken away from under a cluster that pushes.
  const first = pushing.map(({ name }) => name);
  const others = observees.map(({ name }) => name).filter((name) => !first.includes(name));
  for (const stack of [...first, observer.name, ...others, observer.name]) {
    await untilHandedOn(stack);
    await mustUp(stack);
  }
}
