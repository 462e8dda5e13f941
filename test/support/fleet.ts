// Recordings of whole stacks, each made once for all tests that read it.
import * as path from "node:path";
import { record, type Recording, type References, type Run } from "../../render/recorder";
import { completeReferences } from "../../render/references";
import { readStackConfig, stackConfig } from "../../render/stack-config";

export const PROJECT_FOLDER = path.resolve(__dirname, "../..");

/** Both examples, and what they do not show. */
export const STACKS = {
  observer: "Pulumi.observer.yaml",
  observee: "Pulumi.observee.yaml",
  ingress: "test/fixtures/ingress.yaml",
  fleet: "test/fixtures/fleet.yaml",
} as const;
export type Stack = keyof typeof STACKS;
export const GOLDEN_STACKS: readonly Stack[] = ["observer", "observee", "ingress"];
export const ALL_STACKS: readonly Stack[] = [...GOLDEN_STACKS, "fleet"];

const made = new Map<string, Promise<Recording>>();

/** A recording of one of the stacks; an error of the program is the test's. */
export function stack(name: Stack, { preview } = { preview: false }): Promise<Recording> {
  const key = `${name} ${String(preview)}`;
  const recording = made.get(key) ?? recordStack(name, preview);
  made.set(key, recording);
  return recording;
}

async function recordStack(name: Stack, preview: boolean): Promise<Recording> {
  // The SDK's provider takes it up, and it is the machine's.
  delete process.env["KUBECONFIG"];
  const config = readStackConfig(path.join(PROJECT_FOLDER, STACKS[name]));
  const references = await completeReferences(config, {}, PROJECT_FOLDER);
  return unlessFailed(await quickly({ stack: name, config, references, preview }));
}

/** The runtime keeps a stack trace with every promise; to map each to the sources takes longer than all else. */
async function quickly(what: Run): Promise<Recording> {
  process.setSourceMapsEnabled(false);
  try {
    return await record(what);
  } finally {
    process.setSourceMapsEnabled(true);
  }
}

/** Runs the program on configuration given as an object. */
export const run = (
  config: Readonly<Record<string, unknown>>,
  references: References = {},
  name = "observer",
): Promise<Recording> =>
  quickly({ stack: name, config: stackConfig(config), references, preview: false });

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
