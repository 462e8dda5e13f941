// Command lines of the tools.
import * as path from "node:path";
import { parseArgs, type ParseArgsOptionsConfig } from "node:util";
import * as pulumi from "@pulumi/pulumi";
import { userError } from "../config/user-error";

export const PROJECT_FOLDER = path.resolve(__dirname, "..");

/** Parses this process's options; an unknown option is an error with the usage. */
export function parseOptions<Options extends ParseArgsOptionsConfig>(
  options: Options,
  usage: string,
) {
  try {
    return parseArgs({ args: process.argv.slice(2), options }).values;
  } catch (error) {
    throw userError(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
  }
}

/** File with the configuration of a stack, unless an option names another. */
export const stackFile = (stack: string): string =>
  path.join(PROJECT_FOLDER, `Pulumi.${stack}.yaml`);

/** Runs a command. Prints only the message of a user's error, and the whole of any other error. */
export async function runCommand(command: () => void | Promise<void>): Promise<void> {
  try {
    await command();
  } catch (error) {
    console.error(pulumi.RunError.isInstance(error) ? error.message : error);
    process.exitCode = 1;
  }
}
