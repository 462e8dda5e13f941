// The lab's stacks: Pulumi's command line, outputs, and the changes of an `up`.
import { z } from "zod";
import { clusters, observees, observer } from "../../../lab/cluster/machines";
import { repository } from "../../../lab/paths";
import { findPlugins } from "../../../lab/stacks/plugins";
import { pulumi, stackFile } from "../../../lab/stacks/pulumi";
import { observeeContract, observerContract } from "../../../stacks/contract";

export const stackNames: readonly string[] = clusters.map(({ name }) => name);
export const observeeNames: readonly string[] = observees.map(({ name }) => name);

/** The full name of a lab's stack, as other stacks refer to it. */
export const fullName = (stack: string): string => `organization/thanos-fleet/${stack}`;

/** The flags that name a stack and its configuration. */
const at = (stack: string): string[] => ["--stack", stack, "--config-file", stackFile(stack)];

/** `pulumi preview` or `pulumi up` of a stack; fails when the command does. */
export const onProgram = (command: string, stack: string, flags: readonly string[]) =>
  pulumi([command, ...at(stack), ...flags], findPlugins(), { cwd: repository });

/** A command on a stack's state. */
export const onState = (args: readonly string[], stack: string): Promise<string> =>
  pulumi([...args, "--stack", stack], findPlugins());

const plainOutputs = async (stack: string): Promise<unknown> =>
  JSON.parse(await onState(["stack", "output", "--json"], stack));

export const outputsOf = async (stack: string): Promise<Record<string, unknown>> =>
  z.record(z.string(), z.unknown()).parse(await plainOutputs(stack));

export const observeeOutputs = async (stack: string) =>
  observeeContract.parse(await plainOutputs(stack));

export const observerOutputs = async () =>
  observerContract.parse(await plainOutputs(observer.name));

const history = z
  .array(
    z.object({
      kind: z.string(),
      startTime: z.iso.datetime(),
      resourceChanges: z.record(z.string(), z.number()),
    }),
  )
  .min(1);

/** `pulumi up`, and what it did to the stack's resources: how many of each operation. */
export async function up(stack: string): Promise<Readonly<Record<string, number>>> {
  // The history knows whole seconds.
  const started = Math.floor(Date.now() / 1000) * 1000;
  await onProgram("up", stack, ["--yes", "--skip-preview"]);
  const text = await onState(["stack", "history", "--json", "--page-size", "1"], stack);
  const [last] = history.parse(JSON.parse(text));
  if (last?.kind !== "update" || Date.parse(last.startTime) < started) {
    throw new Error(`the history of ${stack} does not start with this up: ${text}`);
  }
  return last.resourceChanges;
}
