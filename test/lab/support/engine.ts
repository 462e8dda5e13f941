// Runs `pulumi up` and returns its events: the operation on each resource, also if the program fails.
import { z } from "zod";
import { builtFile } from "../../../lab/build/programs";
import { repository } from "../../../lab/paths";
import { tryRun } from "../../../lab/run";
import { findPlugins } from "../../../lab/stacks/plugins";
import { pulumiEnv, stackFile } from "../../../lab/stacks/pulumi";
import { keysIn } from "../../support/scan";

/** One change of one resource. */
export interface Change {
  readonly operation: string;
  readonly type: string;
  readonly name: string;
}

interface Done {
  readonly code: number;
  /** Messages for the user. */
  readonly said: string;
  readonly changes: readonly Change[];
  readonly seconds: number;
}

const metadata = z.object({ op: z.string(), urn: z.string(), type: z.string() });
const event = z.object({
  resourcePreEvent: z.object({ metadata }).optional(),
  diagnosticEvent: z.object({ message: z.string(), severity: z.string() }).optional(),
});

/** Neither changes anything. */
const QUIET = new Set(["same", "read", "refresh"]);

/** Traces of the engine and its plugins, which no user sees. */
const messageOf = ({ diagnosticEvent: said }: z.infer<typeof event>): string =>
  said === undefined || said.severity === "debug" ? "" : said.message;

const nameOf = (urn: string): string => urn.split("::").at(-1) ?? "";

/** Number of `up`s of these tests, also failed ones. */
export const ups = { count: 0 };

/** Runs `up`, and returns its result. */
export async function tryUp(stack: string): Promise<Done> {
  ups.count += 1;
  const started = Date.now();
  const where = ["--stack", stack, "--config-file", stackFile(stack)];
  const flags = ["--yes", "--skip-preview", "--json", "--non-interactive", "--color=never"];
  const ran = await tryRun([builtFile("pulumi", "pulumi"), "up", ...where, ...flags], {
    cwd: repository,
    env: pulumiEnv(findPlugins()),
    gentle: true,
  });
  if (keysIn(new Map([["its events", ran.stdout + ran.stderr]])).length > 0) {
    throw new Error(`\`pulumi up --json\` of ${stack} printed a private key`);
  }
  const events = ran.stdout
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => event.parse(JSON.parse(line)));
  if (ran.code === 0 && events.length === 0) {
    throw new Error(`\`pulumi up\` of ${stack} printed no event`);
  }
  return {
    code: ran.code,
    said: events.map(messageOf).join("") + ran.stderr,
    changes: events
      .flatMap(({ resourcePreEvent }) => (resourcePreEvent ? [resourcePreEvent.metadata] : []))
      .filter(({ op }) => !QUIET.has(op))
      .map(({ op, urn, type }) => ({ operation: op, type, name: nameOf(urn) })),
    seconds: (Date.now() - started) / 1000,
  };
}

const KINDS: Readonly<Record<string, string>> = {
  "create-replacement": "replace",
  "delete-replaced": "replace",
};

/** The changes as sorted words, each once: `replace observee-trust-leaf-cert`. */
export const inWords = (changes: readonly Change[]): string[] =>
  [
    ...new Set(changes.map(({ operation, name }) => `${KINDS[operation] ?? operation} ${name}`)),
  ].sort();

/** The same; throws if it fails. */
export async function mustUp(stack: string): Promise<Done> {
  const done = await tryUp(stack);
  if (done.code !== 0) {
    throw new Error(`\`pulumi up\` of ${stack} failed\n${done.said}`);
  }
  return done;
}
