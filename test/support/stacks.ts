// Simulates stacks that read each other: the outputs of each `up` are the inputs of the next ones.
import * as assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import type { Recorded } from "../../tools/render/recorded";
import type { Recording } from "../../tools/render/recorder";
import { OBSERVEE, OBSERVER, withKeys, store, type ConfigObject } from "./configs";
import { run, unlessFailed } from "./fleet";

export const FULL = (name: string): string => `organization/thanos-fleet/${name}`;

export interface Step {
  readonly generation: number;
  readonly phase: "stable" | "overlap" | "cutover";
}

export class Stacks {
  private readonly outputs: Record<string, Readonly<Record<string, unknown>>>;

  /** Copies the state of other stacks; changes do not affect these. */
  constructor(from?: Stacks) {
    this.outputs = { ...from?.outputs };
  }

  async up(name: string, config: ConfigObject): Promise<Recording> {
    const recording = unlessFailed(await run(config, { ...this.outputs }, name));
    this.outputs[FULL(name)] = recording.outputs;
    return recording;
  }

  /** Changes outputs of a stack; those that are undefined are removed. */
  tell(name: string, outputs: Readonly<Record<string, unknown>>): void {
    this.outputs[FULL(name)] = withKeys(this.outputs[FULL(name)] ?? {}, outputs);
  }

  /** Errors of an `up` that must fail without registering a resource. */
  async refused(name: string, config: ConfigObject): Promise<string[]> {
    const { error, resources } = await run(config, { ...this.outputs }, name);
    assert.ok(pulumi.RunError.isInstance(error), `expected a refusal, got ${String(error)}`);
    assert.deepEqual(resources, []);
    const lines = error.message.split("\n");
    assert.match(lines[0] ?? "", /^Stack ".+" has \d+ errors?; nothing was changed\.$/);
    return lines.filter((line) => line.startsWith("  - "));
  }
}

/** Without parts that are irrelevant to tests of several stacks, and would be half of the work of every `up`. */
export const LEAN = { grafana: { enabled: false }, networkPolicies: { enabled: false } };

/** Configuration of an observer of these observees, each with additional keys of its entry. */
export const observerOf = (
  observees: Readonly<Record<string, ConfigObject>>,
  other: ConfigObject = {},
): ConfigObject =>
  withKeys(OBSERVER, {
    ...LEAN,
    observees: Object.entries(observees).map(([name, more]) => ({
      name,
      stack: FULL(name),
      ...more,
    })),
    ...other,
  });

export const observeeCalled = (cluster: string, other: ConfigObject = {}): ConfigObject =>
  withKeys(store(OBSERVEE, { bucket: `metrics-${cluster}` }), {
    cluster,
    networkPolicies: LEAN.networkPolicies,
    exposure: { kind: "loadBalancer", address: `edge.${cluster}.example.com` },
    ...other,
  });

const made = new Map<string, Promise<Stacks>>();

/** Observer and observees, deployed and connected; cached by their names. */
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

/** Names of the private keys that are protected from deletion. */
export const protectedKeys = ({ resources }: Recording): string[] =>
  resources
    .filter(({ type, protect }) => protect && type === "tls:index/privateKey:PrivateKey")
    .map(({ name }) => name);
