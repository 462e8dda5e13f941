// `npm run render`: writes a stack's manifests, without cluster, cloud, plugins or secrets.
import * as path from "node:path";
import { parseArgs } from "node:util";
import * as pulumi from "@pulumi/pulumi";
import { userError } from "../../config/user-error";
import { manifests, writeManifests } from "./manifests";
import { record } from "./recorder";
import { completeReferences, readReferences } from "./references";
import { readStackConfig } from "./stack-config";

const USAGE = `Usage: npm run render -- --stack STACK --out DIR [--config-file FILE] [--references FILE]
  --stack        name of the stack, whose configuration is Pulumi.STACK.yaml
  --out          folder to write; one of an earlier rendering is replaced
  --config-file  another file with the stack's configuration
  --references   JSON with the outputs of other stacks: {"<full stack name>": {"outputs": {…}}}`;

const PROJECT_FOLDER = path.resolve(__dirname, "../..");

interface Options {
  readonly stack: string;
  readonly out: string;
  readonly configFile: string;
  readonly references: string | undefined;
}

function options(args: readonly string[]): Options {
  const text = { type: "string" } as const;
  const known = { stack: text, out: text, "config-file": text, references: text };
  const { values } = (() => {
    try {
      return parseArgs({ args: [...args], options: known });
    } catch (error) {
      throw userError(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
    }
  })();
  const { stack, out } = values;
  if (stack === undefined || out === undefined) {
    throw userError(`${stack === undefined ? "--stack" : "--out"} is missing.\n${USAGE}`);
  }
  const configFile = values["config-file"] ?? path.join(PROJECT_FOLDER, `Pulumi.${stack}.yaml`);
  return { stack, out, configFile, references: values.references };
}

async function render({ stack, out, configFile, references }: Options): Promise<string> {
  const config = readStackConfig(configFile);
  const given = references === undefined ? {} : readReferences(references);
  const complete = await completeReferences(config, given, PROJECT_FOLDER);
  const recording = await record({ stack, config, references: complete, preview: false });
  if (recording.error !== undefined) {
    throw recording.error;
  }
  const files = manifests(recording.resources);
  writeManifests(out, files);
  return `${String(files.size)} manifests in ${out}`;
}

async function main(): Promise<void> {
  try {
    console.log(await render(options(process.argv.slice(2))));
  } catch (error) {
    console.error(pulumi.RunError.isInstance(error) ? error.message : error);
    process.exitCode = 1;
  }
}

void main();
