// Writes the files for linters, one for each stack, into a temporary folder.
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import type { Recorded } from "../../../tools/render/recorded";
import { toYaml } from "../../../kubernetes/yaml";
import { SHARD_LABEL } from "../../../components/prometheus/part";
import { podsOfOthers } from "../../policy/network/hosts";
import type { Stacks } from "./findings";

/** Writes files for a linter. */
export async function inFolder<T>(
  files: ReadonlyMap<string, string>,
  use: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "thanos-fleet-linters-"));
  try {
    files.forEach((text, file) => fs.writeFileSync(path.join(folder, file), text));
    return await use(folder);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** The stack of a file that a linter names. */
export const stackOf = (file: string): string => path.parse(file).name;

/** Kubernetes' own objects: linters do not know the fields of others, such as the operator's. */
const isOwn = ({ type, inputs }: Recorded): boolean =>
  type.startsWith("kubernetes:") &&
  /^(v1|[a-z]+\/v\d+|[a-z.]+\.k8s\.io\/v\d+)$/.test(String(inputs["apiVersion"]));

/** Files in ConfigMaps and Secrets, which no linter reads and which are most of the text. */
const CONTENT = ["data", "stringData", "binaryData"];

/** The object in a namespace for its stack, so that a linter keeps the stacks apart. */
function linted(inputs: Recorded["inputs"], namespace: string): object {
  const metadata = Object(inputs["metadata"]) as Record<string, unknown>;
  const object = Object.fromEntries(
    Object.entries(inputs).filter(([key]) => !CONTENT.includes(key)),
  );
  return metadata["namespace"] === undefined
    ? object
    : { ...object, metadata: { ...metadata, namespace } };
}

/**
 * Pods that an operator or a controller makes: what selects them is judged by their labels. Nothing else of them is the
 * program's, and what linters say of it is no finding.
 */
const STAND_IN = "stand-in-";
export const isStandIn = (resource: string): boolean => resource.startsWith(`Pod ${STAND_IN}`);

const standIns = (resources: Stacks[string], namespace: string): object[] =>
  podsOfOthers(resources).flatMap(({ labels }, i) =>
    // A pod of each of two shards, which Services select where Prometheus is sharded.
    ["0", "1"].map((shard) => ({
      apiVersion: "v1",
      kind: "Pod",
      metadata: {
        name: `${STAND_IN}${String(i)}-${shard}`,
        namespace,
        labels: { ...labels, [SHARD_LABEL]: shard },
      },
      spec: { containers: [{ name: "any", image: "any:1.0.0" }] },
    })),
  );

export const manifestsOf = (stacks: Stacks): Map<string, string> =>
  new Map(
    Object.entries(stacks).map(([stack, resources]) => [
      `${stack}.yaml`,
      [
        ...resources.filter(isOwn).map(({ inputs }) => linted(inputs, stack)),
        ...standIns(resources, stack),
      ]
        .map(toYaml)
        .join("---\n"),
    ]),
  );
