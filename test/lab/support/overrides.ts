// Changes a stack's configuration for a test, in the file that the lab's `up` keeps.
import { setTimeout } from "node:timers/promises";
import { stringify } from "yaml";
import { observees, observer } from "../../../lab/cluster/machines";
import { writeFile } from "../../../lab/paths";
import { findPlugins } from "../../../lab/stacks/plugins";
import {
  configureStacks,
  overridesFile,
  overridesOf,
  secretDelay,
} from "../../../lab/stacks/settings";
import { observeePreviousOutputs, observerPreviousOutputs } from "../../../stacks/previous-outputs";
import { INITIAL_ROTATION, type Rotation } from "../../../components/pki/rotation/phases";
import { fullName, outputsOf } from "./stacks";

export type Keys = Readonly<Record<string, unknown>>;

/** Sets keys in addition to earlier ones; undefined removes a key. */
export async function configure(stack: string, keys: Keys): Promise<void> {
  const all = Object.entries({ ...overridesOf(stack), ...keys });
  const set = Object.fromEntries(all.filter(([, value]) => value !== undefined));
  writeFile(overridesFile(stack), stringify(set));
  await configureStacks(findPlugins());
}

/** How far the client CA of each observee is rotated. */
export async function clientRotations(): Promise<Record<string, Rotation>> {
  const { rotations } = observerPreviousOutputs.parse(await outputsOf(observer.name));
  return Object.fromEntries(
    observees.map(({ name }) => [name, asConfigured(rotations[name] ?? INITIAL_ROTATION)]),
  );
}

export const serverRotation = async (observee: string): Promise<Rotation> =>
  asConfigured(
    observeePreviousOutputs.parse(await outputsOf(observee)).rotation ?? INITIAL_ROTATION,
  );

/** The outputs have more fields than the configuration. */
const asConfigured = ({ generation, phase }: Rotation): Rotation => ({ generation, phase });

/** Waits until the program assumes that every pod has the stack's leaf certificates. */
export async function untilHandedOn(stack: string): Promise<void> {
  const outputs = await outputsOf(stack);
  const { rotations } = observerPreviousOutputs.pick({ rotations: true }).parse(outputs);
  const { rotation } = observeePreviousOutputs.pick({ rotation: true }).parse(outputs);
  const begun = [...Object.values(rotations), rotation].map((r) => Date.parse(r?.leafSince ?? ""));
  const youngest = Math.max(...begun.filter((time) => !Number.isNaN(time)), 0);
  await setTimeout(Math.max(0, youngest + secretDelay * 1000 - Date.now()));
}

/** The observer's `observees` with these rotations of client CAs. */
export const withClientCas = (rotations: Readonly<Record<string, Rotation>>): Keys => ({
  observees: observees.map(({ name }) => ({
    name,
    stack: fullName(name),
    clientCa: rotations[name] ?? INITIAL_ROTATION,
  })),
});

export const withServerCa = (ca: Rotation): Keys => ({ serverCertificate: { issuer: "self", ca } });

/** Sets the rotation of one observee's client CA; those of others do not change. */
export const setClientCa = async (observee: string, rotation: Rotation): Promise<void> =>
  configure(observer.name, withClientCas({ ...(await clientRotations()), [observee]: rotation }));

export const setServerCa = (observee: string, rotation: Rotation): Promise<void> =>
  configure(observee, withServerCa(rotation));
