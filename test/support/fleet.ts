// Recordings of whole stacks, each made once for all tests that read it.
import * as fs from "node:fs";
import * as path from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { record, type Recording, type References, type Run } from "../../render/recorder";
import { completeReferences } from "../../render/references";
import { readStackConfig, stackConfig, type StackConfig } from "../../render/stack-config";

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

const made = new Map<string, Promise<Recording>>();

/** How a stack is recorded. */
type How = Partial<Pick<Run, "preview" | "secrets">>;

/** A recording of one of the stacks; an error of the program is the test's. */
export function stack(name: string, how: How = {}): Promise<Recording> {
  const key = `${name} ${JSON.stringify(how)}`;
  const recording = made.get(key) ?? recordStack(name, how);
  made.set(key, recording);
  return recording;
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

async function recordStack(name: string, how: How): Promise<Recording> {
  const config = configOf(name);
  const references = await completeReferences(config, {}, PROJECT_FOLDER);
  return unlessFailed(
    await quickly({
      ...{ stack: PARTS[name]?.base ?? name, config, references, preview: false },
      ...how,
    }),
  );
}

/** The runtime keeps a stack trace with every promise, which mocha wants whole, and to map each takes longer than all else. */
export async function quickly(what: Run): Promise<Recording> {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 1;
  process.setSourceMapsEnabled(false);
  try {
    return await record(what);
  } finally {
    process.setSourceMapsEnabled(true);
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
  quickly({ stack: name, config: stackConfig(config), references, preview: false, ...more });

/** The same with the placeholders of secrets shown. */
export const runShowingSecrets = async (
  config: Readonly<Record<string, unknown>>,
  references: References,
): Promise<Recording> =>
  unlessFailed(
    await quickly({
      stack: "test",
      config: stackConfig(config),
      references,
      preview: false,
      secrets: "shown",
    }),
  );

export function unlessFailed(recording: Recording): Recording {
  if (recording.error !== undefined) {
    throw recording.error;
  }
  return recording;
}
