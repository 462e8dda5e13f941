// Stacks that read each other, in memory: the outputs of each `up` are what the next ones find.
import * as assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import type { Recorded } from "../../tools/render/recorded";
import type { Recording } from "../../tools/render/recorder";
import { OBSERVEE, OBSERVER, but, store, type ConfigObject } from "./configs";
import { run, unlessFailed } from "./fleet";

export const FULL = (name: string): string => `organization/thanos-fleet/${name}`;

export interface Step {
  readonly generation: number;
  readonly phase: "stable" | "overlap" | "cutover";
}

export class Stacks {
  private readonly outputs: Record<string, Readonly<Record<string, unknown>>>;

  /** Stacks that are where others were left, which go on by themselves. */
  constructor(from?: Stacks) {
    this.outputs = { ...from?.outputs };
  }

  async up(name: string, config: ConfigObject): Promise<Recording> {
    const recording = unlessFailed(await run(config, { ...this.outputs }, name));
    this.outputs[FULL(name)] = recording.outputs;
    return recording;
  }

  /** Changes what the outputs of a stack say; what is undefined is taken out. */
  tell(name: string, outputs: Readonly<Record<string, unknown>>): void {
    this.outputs[FULL(name)] = but(this.outputs[FULL(name)] ?? {}, outputs);
  }

  /** The faults of an `up` that is refused, and registers nothing. */
  async refused(name: string, config: ConfigObject): Promise<string[]> {
    const { error, resources } = await run(config, { ...this.outputs }, name);
    assert.ok(pulumi.RunError.isInstance(error), `expected a refusal, got ${String(error)}`);
    assert.deepEqual(resources, []);
    const [summary, ...faults] = error.message.split("\n");
    assert.equal(summary, "Other stacks are not as this one needs them; nothing was changed.");
    return faults;
  }
}

/** Without the parts that tests of several stacks do not look at, which would be half of the work of every `up`. */
export const LEAN = { grafana: { enabled: false }, networkPolicies: { enabled: false } };

/** An observer of these observees, each with more keys of its entry. */
export const observerOf = (
  observees: Readonly<Record<string, ConfigObject>>,
  other: ConfigObject = {},
): ConfigObject =>
  but(OBSERVER, {
    ...LEAN,
    observees: Object.entries(observees).map(([name, more]) => ({
      name,
      stack: FULL(name),
      ...more,
    })),
    ...other,
  });

export const observeeCalled = (cluster: string, other: ConfigObject = {}): ConfigObject =>
  but(store(OBSERVEE, { bucket: `metrics-${cluster}` }), {
    cluster,
    networkPolicies: LEAN.networkPolicies,
    exposure: { kind: "loadBalancer", address: `edge.${cluster}.example.com` },
    ...other,
  });

const made = new Map<string, Promise<Stacks>>();

/** Observer and observees, up and connected; made once for each list of names. */
export async function connected(...names: readonly string[]): Promise<Stacks> {
  const key = names.join(" ");
  const stacks = made.get(key) ?? connect(names);
  made.set(key, stacks);
  return new Stacks(await stacks);
}

async function connect(names: readonly string[]): Promise<Stacks> {
  const stacks = new Stacks();
  const observer = observerOf(Object.fromEntries(names.map((name) => [name, {}])));
  await stacks.up("observer", observer);
  for (const name of names) {
    await stacks.up(name, observeeCalled(name));
  }
  await stacks.up("observer", observer);
  return stacks;
}

export const called = ({ resources }: Recording, name: string): Recorded => {
  const found = resources.find((resource) => resource.name === name);
  assert.ok(found !== undefined, `there is no ${name}`);
  return found;
};

export const namesIn = ({ resources }: Recording): string[] => resources.map(({ name }) => name);

/** Keys of CAs that Pulumi refuses to delete. */
export const protectedKeys = ({ resources }: Recording): string[] =>
  resources
    .filter(({ type, protect }) => protect && type === "tls:index/privateKey:PrivateKey")
    .map(({ name }) => name);
