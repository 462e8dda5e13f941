// `npm run graph`: prints the fleet as Mermaid, and writes it as an HTML page.
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import { PROJECT, readStackConfig, type StackConfig } from "../render/stack-config";
import { readReferences } from "../render/references";
import { jsonOf } from "../../config/json";
import { userError } from "../../config/user-error";
import { PROJECT_FOLDER, parseOptions, runCommand, stackFile } from "../command-line";
import { fleetOf, type OutputsOf } from "./fleet";
import { mermaid } from "./mermaid";
import { page } from "./page";

const USAGE = `Usage: npm run --silent graph -- --stack STACK [--html FILE] [--config-file FILE] [--outputs FILE]
  --stack        name of the observer's stack, whose configuration is Pulumi.STACK.yaml
  --html         file to write the page to
  --config-file  another file with the stack's configuration
  --outputs      JSON with the stacks' outputs, in place of \`pulumi stack output\`: {"<stack>": {"outputs": {…}}}`;

/** Outputs of a stack from the CLI, without secrets; empty if it was never up. */
function readOutputs(stack: string): unknown {
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
const publicConfig = ({ values, secrets }: StackConfig): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(values)
      .filter(([key]) => key.startsWith(`${PROJECT}:`) && !secrets.includes(key))
      .map(([key, text]) => [key.slice(PROJECT.length + 1), jsonOf(text)]),
  );

function graph(): void {
  const text = { type: "string" } as const;
  const {
    stack,
    html,
    outputs: outputsFile,
    "config-file": configFile,
  } = parseOptions({ stack: text, html: text, "config-file": text, outputs: text }, USAGE);
  if (stack === undefined) {
    throw userError(`--stack is missing.\n${USAGE}`);
  }
  const config = publicConfig(readStackConfig(configFile ?? stackFile(stack)));
  if (config["role"] !== "observer") {
    throw userError(`The stack "${stack}" is not an observer; name the observer's with --stack.`);
  }
  const supplied = outputsFile === undefined ? undefined : readReferences(outputsFile);
  const outputsOf: OutputsOf = supplied === undefined ? readOutputs : (name) => supplied[name];
  const now = new Date();
  const fleet = fleetOf(config, outputsOf(stack), outputsOf, now.getTime());
  process.stdout.write(mermaid(fleet));
  if (html !== undefined) {
    fs.writeFileSync(html, page(fleet, now));
  }
}

void runCommand(graph);
