// The tested stacks, and recordings of what the program makes of them.
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

/** Both examples, and what they do not show. */
const WHOLE_STACKS: Readonly<Record<string, string>> = {
  observer: "Pulumi.observer.yaml",
  observee: "Pulumi.observee.yaml",
  ingress: "test/fixtures/ingress.yaml",
  fleet: "test/fixtures/fleet.yaml",
};

/** A fixture of one part: the keys that it changes of the stack that it is based on; a null takes a key out. */
const part = z.strictObject({
  base: z.enum(["observer", "observee", "ingress", "fleet"]),
  config: z.record(z.string(), z.unknown()),
});
const PARTS_FOLDER = path.join(PROJECT_FOLDER, "test/fixtures/parts");

/** Fixtures of parts, by the name of their file. */
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

/** How a stack is recorded. */
type How = Partial<Pick<Run, "preview" | "secrets">>;

const keyOf = (name: string, preview: boolean): string => (preview ? `preview of ${name}` : name);

/** A recording of one of the stacks; an error of the program is the test's. */
export async function stack(
  name: string,
  { preview = false, secrets = "hidden" }: How = {},
): Promise<Recording> {
  const key = keyOf(name, preview);
  const both = made.get(key) ?? shared(key, () => recordStack(name, preview));
  made.set(key, both);
  return (await both)[secrets];
}

/** All of them by name. Those that no other worker is at come first, so that two workers share the work. */
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

/** Configuration of one of the stacks. */
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
 * Pulumi's runtime asks for the stack of a nameless error at every promise and resource. To collect, format and map
 * these takes longer than all else, so an error has one frame while a stack is recorded.
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

/** Runs the program on configuration given as an object. */
export const run = (
  config: Readonly<Record<string, unknown>>,
  references: References = {},
  name = "observer",
  more: Pick<Run, "found" | "absent"> & { readonly preview?: boolean } = {},
): Promise<Recording> =>
  quickly(() =>
    record({ stack: name, config: stackConfig(config), references, preview: false, ...more }),
  );

/** The same with the placeholders of secrets shown. */
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
