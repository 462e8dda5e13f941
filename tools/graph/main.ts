// `npm run graph`: prints the fleet as Mermaid, and writes it as an HTML page.
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { parseArgs } from "node:util";
import * as pulumi from "@pulumi/pulumi";
import { PROJECT, readStackConfig, type StackConfig } from "../render/stack-config";
import { readReferences } from "../render/references";
import { jsonOf } from "../../config/json";
import { userError } from "../../config/user-error";
import { fleetOf, type OutputsOf } from "./fleet";
import { mermaid } from "./mermaid";
import { page } from "./page";

const USAGE = `Usage: npm run --silent graph -- --stack STACK [--html FILE] [--config-file FILE] [--outputs FILE]
  --stack        name of the observer's stack, whose configuration is Pulumi.STACK.yaml
  --html         file to write the page to
  --config-file  another file with the stack's configuration
  --outputs      JSON with the stacks' outputs, in place of \`pulumi stack output\`: {"<stack>": {"outputs": {…}}}`;

const PROJECT_FOLDER = path.resolve(__dirname, "../..");

function options(args: readonly string[]) {
  const text = { type: "string" } as const;
  const known = { stack: text, html: text, "config-file": text, outputs: text };
  try {
    return parseArgs({ args: [...args], options: known }).values;
  } catch (error) {
    throw userError(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
  }
}

/** Outputs of a stack from the CLI, without secrets; empty if it was never up. */
function ask(stack: string): unknown {
  try {
    const text = execFileSync("pulumi", ["stack", "output", "--json", "--stack", stack], {
      cwd: PROJECT_FOLDER,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "inherit"],
    });
    const outputs: unknown = JSON.parse(text);
    return outputs;
  } catch (error) {
    throw userError(`\`pulumi stack output --stack ${stack}\` failed: ${String(error)}`);
  }
}

/** The configuration without the project's name in its keys, and without secrets. */
const plain = ({ values, secrets }: StackConfig): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(values)
      .filter(([key]) => key.startsWith(`${PROJECT}:`) && !secrets.includes(key))
      .map(([key, text]) => [key.slice(PROJECT.length + 1), jsonOf(text)]),
  );

function main(): void {
  const { stack, html, "config-file": file, outputs } = options(process.argv.slice(2));
  if (stack === undefined) {
    throw userError(`--stack is missing.\n${USAGE}`);
  }
  const config = plain(readStackConfig(file ?? path.join(PROJECT_FOLDER, `Pulumi.${stack}.yaml`)));
  if (config["role"] !== "observer") {
    throw userError(`The stack "${stack}" is no observer: name the one that is.`);
  }
  const given = outputs === undefined ? undefined : readReferences(outputs);
  const of: OutputsOf = given === undefined ? ask : (name) => given[name];
  const now = new Date();
  const fleet = fleetOf(config, of(stack), of, now.getTime());
  process.stdout.write(mermaid(fleet));
  if (html !== undefined) {
    fs.writeFileSync(html, page(fleet, now));
  }
}

try {
  main();
} catch (error) {
  console.error(pulumi.RunError.isInstance(error) ? error.message : error);
  process.exitCode = 1;
}
