// Reads stack outputs as plain values and checks them against their schemas. The only StackReferences of the program.
import * as pulumi from "@pulumi/pulumi";
import type { z } from "zod";
import { errorIf, formatValue, type ConfigError, type ErrorPlace } from "../config/errors";
import { throwIfAny } from "../config/load";
import { errorsOf } from "../config/schema-errors";
import { CONTRACT_SCHEMA } from "./contract";

/** This stack's own outputs of its last `up`. Throws a RunError if one is secret, or if a newer program wrote them. */
export async function readPreviousOutputs<S extends z.ZodObject>(
  stack: string,
  schema: S,
): Promise<z.infer<S>> {
  const { found, secret } = await outputs(stack, schema);
  const version = found["schema"];
  const isNewer = typeof version === "number" && version > CONTRACT_SCHEMA;
  const fix = "run the version of the program that was last up here";
  throwIfAny(stack, [
    ...secretErrors(stack, secret, "remove the secret mark from it in the state of this stack"),
    ...errorIf(isNewer, {
      ...{ stack, path: "schema", value: formatValue(version) },
      rule: `this program knows no schema after ${String(CONTRACT_SCHEMA)}`,
      fix: `${fix}, or a newer one`,
    }),
  ]);
  const result = schema.safeParse(found);
  throwIfAny(stack, result.success ? [] : schemaErrors(stack, found, result.error, fix));
  return schema.parse(found);
}

/** Pulumi function that reads a stack's outputs without a resource; only its error says that a stack does not exist. */
export const READ_OUTPUTS = "pulumi:pulumi:readStackOutputs";

interface ReadOptions {
  /** Configuration key that names the stack. */
  readonly path: string;
  /** Fix if the stack does not exist. */
  readonly absentFix: string;
  /** Full name of the reading stack. */
  readonly reader: string;
}

/** Result of reading a contract. */
export interface ContractReading<T> {
  /** Absent if the stack has no outputs yet, or errors. */
  readonly contract?: T;
  readonly errors: readonly ConfigError[];
}

/** Reads another stack's outputs and checks them by the contract's schema; returns all errors. */
export async function readContract<S extends z.ZodObject>(
  stack: string,
  schema: S,
  options: ReadOptions,
): Promise<ContractReading<z.infer<S>>> {
  const unreadable = await readError(stack, options);
  if (unreadable !== undefined) {
    return { errors: [unreadable] };
  }
  const { found, secret } = await outputs(stack, schema);
  const update = `run \`pulumi up --stack ${stack}\``;
  if (secret.length > 0) {
    return { errors: secretErrors(stack, secret, `remove what makes it secret, and ${update}`) };
  }
  const version = found["schema"];
  if (version === undefined) {
    return { errors: [] };
  }
  if (version !== CONTRACT_SCHEMA) {
    return { errors: [versionError(version, stack, options.reader)] };
  }
  const result = schema.safeParse(found);
  return result.success
    ? { contract: result.data, errors: [] }
    : { errors: schemaErrors(stack, found, result.error, update) };
}

/** The place that errors name for an output; `values` is the configuration key if the outputs are literal values. */
export const outputPlace = (
  output: string,
  stack: string | undefined,
  values: string,
): ErrorPlace => (stack === undefined ? { path: `${values}.${output}` } : { path: output, stack });

/** Why a stack cannot be read; undefined if it can. */
async function readError(
  stack: string,
  { path, absentFix }: ReadOptions,
): Promise<ConfigError | undefined> {
  try {
    await pulumi.runtime.invoke(READ_OUTPUTS, { name: stack });
    return undefined;
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    const why = text.replace(/^invocation of \S+ returned an error: /, "");
    const value = formatValue(stack);
    return why.startsWith("unknown stack")
      ? { path, value, rule: "there is no such stack", fix: absentFix }
      : {
          ...{ path, value, rule: `the stack cannot be read: ${why}` },
          fix: `repair what \`pulumi stack output --stack ${stack}\` reports`,
        };
  }
}

/** A secret output is an error: to ignore a secret CA could mean to trust the wrong one. */
const secretErrors = (stack: string, names: readonly string[], fix: string): ConfigError[] =>
  names.map((path) => ({ stack, path, rule: "is secret, and no secret output is read", fix }));

const schemaErrors = (
  stack: string,
  found: unknown,
  { issues }: z.ZodError,
  fix: string,
): ConfigError[] =>
  issues
    .flatMap((issue) => errorsOf("", found, issue, () => []))
    .map((error) => ({ ...error, path: error.path.slice(1), stack, fix }));

/** Names the stack that must be updated first, and the version of the program to do it with. */
function versionError(version: unknown, stack: string, reader: string): ConfigError {
  const place = { path: "schema", stack, value: formatValue(version) };
  if (typeof version !== "number") {
    const rule = "no version of this program has such a schema";
    return { ...place, rule, fix: "name another stack" };
  }
  return {
    ...place,
    rule: `this program reads schema ${String(CONTRACT_SCHEMA)}`,
    fix:
      version < CONTRACT_SCHEMA
        ? `run \`pulumi up --stack ${stack}\` with this version of the program first`
        : `run \`pulumi up --stack ${reader}\` with the newer version of the program`,
  };
}

/** The outputs that the schema names: the plain values, and the names of the secret ones. */
async function outputs(stack: string, { shape }: z.ZodObject) {
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
