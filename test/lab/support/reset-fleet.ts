// Resets the fleet: no rotation in progress, no revoked observee, no test settings.
import { isDeepStrictEqual } from "node:util";
import { clusters, observees, observer } from "../../../lab/cluster/machines";
import { overridesOf } from "../../../lab/stacks/settings";
import { observerPreviousOutputs } from "../../../stacks/previous-outputs";
import type { Rotation } from "../../../components/pki/rotation/phases";
import { mustUp, ups } from "./engine";
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

const restingRotation = ({ generation, phase }: Rotation): Rotation => ({
  generation: phase === "overlap" ? generation - 1 : generation,
  phase: "stable",
});

/** Number of `up`s when the fleet was last at rest. */
const rested = { at: -1 };

/** Undoes the changes of an interrupted run, if any; then waits until the fleet answers completely. */
export async function resetFleet(): Promise<void> {
  await undo();
  rested.at = ups.count;
  await settled(clusters.map(({ name }) => name));
}

/** The same, but returns at once if these tests changed nothing since. */
export async function atRest(): Promise<void> {
  if (rested.at !== ups.count) {
    return resetFleet();
  }
  await settled(clusters.map(({ name }) => name));
}

/** Keys that a run may have left in a stack's configuration. */
const LEFT: Keys = Object.fromEntries(
  [
    ...["revoked", "unsafeForTests", "receive", "exposure", "alertmanager", "ruler", "query"],
    ...["queryFrontend", "store", "alerting", "prometheus", "externalPrometheus", "bucketWeb"],
    ...["compact", "tlsQuerier"],
  ].map((key) => [key, undefined]),
);

async function undo(): Promise<void> {
  const clients = Object.entries(await clientRotations());
  const servers: [string, Rotation][] = [];
  for (const { name } of observees) {
    servers.push([name, await serverRotation(name)]);
  }
  const wanted = new Map<string, Keys>([
    [
      observer.name,
      withClientCas(Object.fromEntries(clients.map(([n, r]) => [n, restingRotation(r)]))),
    ],
    ...servers.map(([name, r]): [string, Keys] => [name, withServerCa(restingRotation(r))]),
  ]);
  const changed = [...wanted]
    .filter(([stack, keys]) => {
      const set = overridesOf(stack);
      return Object.keys(set).length > 0 && !isDeepStrictEqual(set, keys);
    })
    .map(([stack]) => stack);
  const memory = observerPreviousOutputs.parse(await outputsOf(observer.name));
  const trusting =
    observees.every(({ name }) => memory.observees[name] === "connected") &&
    [...clients, ...servers].every(([, { phase }]) => phase === "stable");
  if (!trusting || changed.length > 0) {
    await bringBack(wanted, trusting, changed);
  }
}

/** If no rotation is in progress, only changed stacks need an `up`. */
async function bringBack(
  wanted: ReadonlyMap<string, Keys>,
  trusting: boolean,
  changed: readonly string[],
): Promise<void> {
  const names = observees.map(({ name }) => name);
  const has = (key: string) => names.filter((name) => key in overridesOf(name));
  const sending = has("alerting");
  const first = [...new Set([...has("exposure"), ...sending])];
  const others = names.filter((name) => !first.includes(name));
  const last = trusting
    ? others.filter((name) => changed.includes(name))
    : [...others, observer.name];
  for (const [stack, keys] of wanted) {
    await configure(stack, { ...LEFT, ...keys });
  }
  // Receive and Alertmanager's edge are not taken away from under a cluster that calls them; a sender's CA goes with
  // its second `up`.
  for (const stack of [...first, observer.name, ...sending, ...last]) {
    await untilHandedOn(stack);
    await mustUp(stack);
  }
}
