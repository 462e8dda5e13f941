// Writes recorded Kubernetes objects, and the values of Helm Releases, as YAML files, the same bytes every time.
import * as fs from "node:fs";
import * as path from "node:path";
import { toYaml } from "../../kubernetes/yaml";
import { userError } from "../../config/user-error";
import type { Recorded } from "./recorded";

/** Text by relative path. */
export type Manifests = ReadonlyMap<string, string>;

const RELEASE = "kubernetes:helm.sh/v3:Release";

/** A Helm Release is not a Kubernetes object: its values are written for `helm`. kubectl ignores the file. */
function helmValues(release: Readonly<Record<string, unknown>>): [file: string, text: string] {
  const { name, namespace, chart, version, repositoryOpts, values } = release;
  const { repo } = Object(repositoryOpts) as { repo?: unknown };
  const command = [
    `helm upgrade --install ${String(name)} ${String(chart)} --namespace ${String(namespace)}`,
    ...(repo === undefined ? [] : [`--repo ${String(repo)}`]),
    ...(version === undefined ? [] : [`--version ${String(version)}`]),
    "--values",
  ];
  const file = `${String(namespace)}/Release-${String(name)}.values`;
  return [file, `# ${command.join(" ")} ${file}\n${toYaml(values)}`];
}

/** One file for each Kubernetes object, in a folder for its namespace. */
export function manifests(resources: readonly Recorded[]): Manifests {
  const files = new Map<string, string>();
  for (const { type, inputs } of resources) {
    if (type === RELEASE) {
      files.set(...helmValues(inputs));
    } else if (type.startsWith("kubernetes:")) {
      files.set(fileOf(inputs), toYaml(inputs));
    }
  }
  return files;
}

function fileOf(object: Readonly<Record<string, unknown>>): string {
  const { kind, metadata } = object;
  const { name, namespace } = Object(metadata) as { name?: unknown; namespace?: unknown };
  return `${String(namespace ?? "_cluster")}/${String(kind)}-${String(name)}.yaml`;
}

/** Lists the files of the last rendering, so that only these are removed. */
const LIST = ".rendered";

/** Writes the files and removes those of the previous rendering. Throws if the folder has any other file. */
export function writeManifests(folder: string, files: Manifests): void {
  if (fs.statSync(folder, { throwIfNoEntry: false })?.isDirectory() === false) {
    throw userError(`"${folder}" is not a folder; name a folder with --out.`);
  }
  const list = path.join(folder, LIST);
  const earlier = fs.existsSync(list) ? fs.readFileSync(list, "utf8").split("\n") : [];
  const foreign = filesIn(folder).filter((file) => file !== LIST && !earlier.includes(file));
  if (foreign.length > 0) {
    throw userError(
      `The folder "${folder}" contains "${foreign[0] ?? ""}", which is not a rendered file; name an empty folder with --out.`,
    );
  }
  for (const file of filesIn(folder)) {
    fs.rmSync(path.join(folder, file));
  }
  for (const [file, text] of files) {
    fs.mkdirSync(path.join(folder, path.dirname(file)), { recursive: true });
    fs.writeFileSync(path.join(folder, file), text);
  }
  fs.writeFileSync(list, [...files.keys(), ""].join("\n"));
}

function filesIn(folder: string): string[] {
  if (!fs.existsSync(folder)) {
    return [];
  }
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .sort();
}
