// Goldens: every resource of the examples, one file each, and of each part's fixture what it changes of its base.
// They show a change; what must hold has tests of its own.
import * as assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { toYaml } from "../specs/yaml";
import type { Recorded } from "../render/recorded";
import { GOLDEN_STACKS, PARTS, stack } from "./support/fleet";

const GOLDEN = path.join(__dirname, "golden");
const UPDATE = process.env["UPDATE_GOLDEN"] === "1";

/** `observer-metrics-compact` of `kubernetes:apps/v1:StatefulSet` → `observer-metrics-compact.kubernetes-StatefulSet.yaml`. */
function fileOf({ name, type }: Recorded): string {
  const parts = type.split(":");
  return `${name}.${parts[0] ?? ""}-${parts.at(-1) ?? ""}.yaml`;
}

const shown = (resource: Recorded): object => {
  const { outputs, ...rest } = resource;
  return Object.keys(outputs).length === 0 ? rest : { ...rest, outputs };
};

type Objects = ReadonlyMap<string, object>;

async function objectsOf(name: string): Promise<Objects> {
  const { resources, outputs } = await stack(name);
  return new Map([
    ...resources.map((resource): [string, object] => [fileOf(resource), shown(resource)]),
    ["outputs.yaml", outputs],
  ]);
}

/** Resources that the base has not, or has otherwise; those that are gone stand as empty files. */
async function filesOf(name: string): Promise<ReadonlyMap<string, string>> {
  const base = PARTS[name]?.base;
  const before: Objects = base === undefined ? new Map() : await objectsOf(base);
  const after = await objectsOf(name);
  // Compared as JSON, since to write YAML takes long.
  const changed = [...after].filter(
    ([file, object]) => JSON.stringify(before.get(file)) !== JSON.stringify(object),
  );
  return new Map([
    ...changed.map(([file, object]): [string, string] => [file, toYaml(object)]),
    ...[...before.keys()].filter((file) => !after.has(file)).map((file) => [file, ""] as const),
  ]);
}

describe("golden", () => {
  for (const name of [...GOLDEN_STACKS, ...Object.keys(PARTS)]) {
    const folder = path.join(GOLDEN, name);
    let files: ReadonlyMap<string, string>;

    before(async () => {
      files = await filesOf(name);
      if (UPDATE) {
        fs.rmSync(folder, { recursive: true, force: true });
        fs.mkdirSync(folder, { recursive: true });
        files.forEach((text, file) => fs.writeFileSync(path.join(folder, file), text));
      }
    });

    it(`has exactly one file for each resource of ${name}`, () => {
      assert.deepEqual(fs.readdirSync(folder).sort(), [...files.keys()].sort());
    });

    it(`shows every resource of ${name} as it is`, () => {
      for (const [file, text] of files) {
        assert.equal(text, fs.readFileSync(path.join(folder, file), "utf8"), `${name}/${file}`);
      }
    });
  }
});
