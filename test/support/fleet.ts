// The tested stacks, and recordings of the program with their configurations.
import * as fs from "node:fs";
import * as path from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import {
  record,
  recordBoth,
  type Recording,
  type References,
  type Run,
} from "../../tools/render/recorder";
import type { Secrets } from "../../tools/render/plain";
import { completeReferences } from "../../tools/render/references";
import { readStackConfig, stackConfig, type StackConfig } from "../../tools/render/stack-config";
import { isTaken, shared } from "./recordings";

export const PROJECT_FOLDER = path.resolve(__dirname, "../..");

/** Both examples, and two fixtures for what these lack. */
const WHOLE_STACKS: Readonly<Record<string, string>> = {
  observer: "Pulumi.observer.yaml",
  observee: "Pulumi.observee.yaml",
  ingress: "test/fixtures/ingress.yaml",
  fleet: "test/fixtures/fleet.yaml",
};

/** A fixture of one part: the keys that differ from its base stack; null removes a key. */
const part = z.strictObject({
  base: z.enum(["observer", "observee", "ingress", "fleet"]),
  config: z.record(z.string(), z.unknown()),
});
const PARTS_FOLDER = path.join(PROJECT_FOLDER, "test/fixtures/parts");

/** Fixtures of parts, by file name. */
export const PARTS: Readonly<Record<string, z.infer<typeof part>>> = Object.fromEntries(
  fs
    .readdirSync(PARTS_FOLDER)
    .sort()
    .map((file) => [
      path.basename(file, ".yaml"),
      part.parse(parse(fs.readFileSync(path.join(PARTS_FOLDER, file), "utf8"))),
    ]),
);

export const GOLDEN_STACKS: readonly string[] = ["observer", "observee", "ingress"];
export const ALL_STACKS: readonly string[] = [...Object.keys(WHOLE_STACKS), ...Object.keys(PARTS)];

type Both = Readonly<Record<Secrets, Recording>>;
const made = new Map<string, Promise<Both>>();

/** Options of a recording. */
type How = Partial<Pick<Run, "preview" | "secrets">>;

const keyOf = (name: string, preview: boolean): string => (preview ? `preview of ${name}` : name);

/** Recording of one stack; an error of the program fails the test. */
export async function stack(
  name: string,
  { preview = false, secrets = "hidden" }: How = {},
): Promise<Recording> {
  const key = keyOf(name, preview);
  const both = made.get(key) ?? shared(key, () => recordStack(name, preview));
  made.set(key, both);
  return (await both)[secrets];
}

/** All recordings by name. Starts with those that no other worker is making, so that workers share the work. */
export async function everyStack(): Promise<ReadonlyMap<string, Recording>> {
  for (const name of ALL_STACKS) {
    if (!isTaken(keyOf(name, false))) {
      await stack(name);
    }
  }
  const all = new Map<string, Recording>();
  for (const name of ALL_STACKS) {
    all.set(name, await stack(name));
  }
  return all;
}

/** Configuration of one stack. */
function configOf(name: string): StackConfig {
  const fixture = PARTS[name];
  const file = path.join(PROJECT_FOLDER, WHOLE_STACKS[fixture?.base ?? name] ?? "");
  if (fixture === undefined) {
    return readStackConfig(file);
  }
  const base = z.object({ config: z.record(z.string(), z.unknown()) });
  const { config } = base.parse(parse(fs.readFileSync(file, "utf8")));
  const all = Object.entries({ ...config, ...fixture.config });
  return stackConfig(Object.fromEntries(all.filter(([, value]) => value !== null)));
}

async function recordStack(name: string, preview: boolean): Promise<Both> {
  const config = configOf(name);
  const both = await quickly(async () => {
    const references = await completeReferences(config, {}, PROJECT_FOLDER);
    return recordBoth({ stack: PARTS[name]?.base ?? name, config, references, preview });
  });
  unlessFailed(both.hidden);
  return both;
}

/**
 * Pulumi's runtime takes the stack of an error without message at every promise and resource. Formatting and mapping
 * these takes longer than all else, so stack traces are limited to one frame during a recording.
 */
export async function quickly<T>(recording: () => Promise<T>): Promise<T> {
  const { prepareStackTrace, stackTraceLimit } = Error;
  Error.stackTraceLimit = 1;
  Error.prepareStackTrace = (error, frames) =>
    error.message === "" ? "" : [String(error), ...frames.map(String)].join("\n    at ");
  try {
    return await recording();
  } finally {
    Error.prepareStackTrace = prepareStackTrace;
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/** Runs the program with a configuration object. */
export const run = (
  config: Readonly<Record<string, unknown>>,
  references: References = {},
  name = "observer",
  more: Pick<Run, "found" | "absent"> & { readonly preview?: boolean } = {},
): Promise<Recording> =>
  quickly(() =>
    record({ stack: name, config: stackConfig(config), references, preview: false, ...more }),
  );

/** The same, with the placeholders of secrets shown. */
export const runShowingSecrets = async (
  config: Readonly<Record<string, unknown>>,
  references: References,
): Promise<Recording> =>
  unlessFailed(
    await quickly(() =>
      record({
        stack: "test",
        config: stackConfig(config),
        references,
        preview: false,
        secrets: "shown",
      }),
    ),
  );

export function unlessFailed(recording: Recording): Recording {
  if (recording.error !== undefined) {
    throw recording.error;
  }
  return recording;
}
