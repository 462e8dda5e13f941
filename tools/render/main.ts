// `npm run render`: writes a stack's manifests, without cluster, cloud, plugins or secrets.
import { userError } from "../../config/user-error";
import { PROJECT_FOLDER, parseOptions, runCommand, stackFile } from "../command-line";
import { manifests, writeManifests } from "./manifests";
import { record } from "./recorder";
import { completeReferences, readReferences } from "./references";
import { readStackConfig } from "./stack-config";

const USAGE = `Usage: npm run render -- --stack STACK --out DIR [--config-file FILE] [--references FILE]
  --stack        name of the stack, whose configuration is Pulumi.STACK.yaml
  --out          folder to write; one of an earlier rendering is replaced
  --config-file  another file with the stack's configuration
  --references   JSON with the outputs of other stacks: {"<full stack name>": {"outputs": {…}}}`;

async function render(): Promise<void> {
  const text = { type: "string" } as const;
  const { stack, out, ...files } = parseOptions(
    { stack: text, out: text, "config-file": text, references: text },
    USAGE,
  );
  if (stack === undefined || out === undefined) {
    throw userError(`${stack === undefined ? "--stack" : "--out"} is missing.\n${USAGE}`);
  }
  const config = readStackConfig(files["config-file"] ?? stackFile(stack));
  const supplied = files.references === undefined ? {} : readReferences(files.references);
  const references = await completeReferences(config, supplied, PROJECT_FOLDER);
  const { resources, error } = await record({ stack, config, references, preview: false });
  if (error !== undefined) {
    throw error;
  }
  const rendered = manifests(resources);
  writeManifests(out, rendered);
  console.log(`${rendered.size} manifests in ${out}`);
}

void runCommand(render);
