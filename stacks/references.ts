// Reads stack outputs as plain values and checks them against their contract. The only StackReferences of the program.
import * as pulumi from "@pulumi/pulumi";
import type { z } from "zod";
import { joinPath } from "../config/errors";
import { CONTRACT_SCHEMA } from "./contract";
import { userError } from "../config/user-error";

/** This stack's own outputs of its last `up`. */
export async function readPreviousOutputs<S extends z.ZodObject>(
  stack: string,
  memory: S,
): Promise<z.infer<S>> {
  const { found, secret } = await outputs(stack, memory);
  refuseIf(
    secret.map(
      (name) =>
        `this stack's own last output ${name} is secret, and no secret output is read; take that mark out of its state`,
    ),
  );
  const { schema } = found;
  if (typeof schema === "number" && schema > CONTRACT_SCHEMA) {
    throw refused([
      `this stack's own last outputs are of schema ${String(schema)}, and this program leaves ${String(CONTRACT_SCHEMA)}; ` +
        "run the version of it that was last up here, or a newer one",
    ]);
  }
  const result = memory.safeParse(found);
  if (result.success) {
    return result.data;
  }
  const names = [...new Set(result.error.issues.map(({ path }) => String(path[0])))];
  throw refused([
    `this stack's own last outputs ${names.join(", ")} are not as this program leaves them; ` +
      "run the version of the program that was last up here",
  ]);
}

/** Invoke that reads a stack's outputs without a resource: only this reports that a stack does not exist. */
export const READ_OUTPUTS = "pulumi:pulumi:readStackOutputs";

/** Why a stack cannot be read; undefined where it can. `absent` is the message if the stack does not exist. */
async function unreadable(stack: string, absent: string): Promise<string | undefined> {
  try {
    await pulumi.runtime.invoke(READ_OUTPUTS, { name: stack });
    return undefined;
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    const why = text.replace(/^invocation of \S+ returned an error: /, "");
    return why.startsWith("unknown stack") ? absent : `stack "${stack}" cannot be read: ${why}`;
  }
}

/** `absent` is the message if the stack does not exist, `reader` the full name of the reading stack. */
interface ReadOptions {
  readonly absent: string;
  readonly reader: string;
}

/** A stack's outputs, checked by its contract; undefined where it has none yet. Appends errors to `faults`. */
export async function readContract<S extends z.ZodObject>(
  stack: string,
  contract: S,
  faults: string[],
  { absent, reader }: ReadOptions,
): Promise<z.infer<S> | undefined> {
  const fault = await unreadable(stack, absent);
  if (fault !== undefined) {
    faults.push(fault);
    return undefined;
  }
  const { found, secret } = await outputs(stack, contract);
  if (secret.length > 0) {
    faults.push(
      ...secret.map(
        (name) =>
          `output ${name} of stack "${stack}" is secret, and no secret output is read; ` +
          `take away what makes it so, and run \`pulumi up --stack ${stack}\``,
      ),
    );
    return undefined;
  }
  const { schema } = found;
  if (schema === undefined) {
    return undefined;
  }
  if (schema !== CONTRACT_SCHEMA) {
    faults.push(
      `stack "${stack}" has outputs of schema ${JSON.stringify(schema)}, ${schemaMismatch(schema, stack, reader)}`,
    );
    return undefined;
  }
  const result = contract.safeParse(found);
  if (!result.success) {
    faults.push(
      ...result.error.issues.map(
        (issue) =>
          `output ${joinPath("", issue.path).slice(1)} of stack "${stack}" is wrong (${issue.message}); run \`pulumi up\` on it`,
      ),
    );
    return undefined;
  }
  return result.data;
}

/** Which stack must be updated first, and with which version of the program. */
function schemaMismatch(schema: unknown, stack: string, reader: string): string {
  if (typeof schema !== "number") {
    return "which no version of this program leaves; name another stack";
  }
  return (
    `and this program reads ${String(CONTRACT_SCHEMA)}; ` +
    (schema < CONTRACT_SCHEMA
      ? `run \`pulumi up --stack ${stack}\` with this version of it first`
      : `this stack is behind: run \`pulumi up --stack ${reader}\` with that newer version of it`)
  );
}

interface StackOutputs {
  /** Plain values by name. */
  readonly found: Readonly<Record<string, unknown>>;
  /** Names of secret outputs, which are errors: to ignore a secret CA could mean to trust the wrong one. */
  readonly secret: readonly string[];
}

/** The outputs that the schema names. */
async function outputs(stack: string, { shape }: z.ZodObject): Promise<StackOutputs> {
  const reference = new pulumi.StackReference(stack, { name: stack });
  const found: Record<string, unknown> = {};
  const secret: string[] = [];
  for (const name of Object.keys(shape)) {
    const details: { value?: unknown; secretValue?: unknown } =
      await reference.getOutputDetails(name);
    if (details.secretValue !== undefined) {
      secret.push(name);
    } else if (details.value !== undefined) {
      found[name] = details.value;
    }
  }
  return { found, secret };
}

export function refuseIf(faults: readonly string[]): void {
  if (faults.length > 0) {
    throw refused(faults);
  }
}

const refused = (faults: readonly string[]): Error =>
  userError(
    ["Other stacks are not as this one needs them; nothing was changed.", ...faults]
      .map((line, i) => (i === 0 ? line : `  - ${line}.`))
      .join("\n"),
  );
