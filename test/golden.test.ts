// Goldens: every resource of the examples, one file each. They show a change; what must hold has tests of its own.
import * as assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { toYaml } from "../specs/yaml";
import type { Recorded } from "../render/recorded";
import { GOLDEN_STACKS, stack } from "./support/fleet";

const GOLDEN = path.join(__dirname, "golden");
const UPDATE = process.env["UPDATE_GOLDEN"] === "1";

/** `observer-metrics-compact` of `kubernetes:apps/v1:StatefulSet` → `observer-metrics-compact.kubernetes-StatefulSet.yaml`. */
function fileOf({ name, type }: Recorded): string {
  const parts = type.split(":");
  return `${name}.${parts[0] ?? ""}-${parts.at(-1) ?? ""}.yaml`;
}

const textOf = (resource: Recorded): string => {
  const { outputs, ...rest } = resource;
  return toYaml(Object.keys(outputs).length === 0 ? rest : { ...rest, outputs });
};

describe("golden", () => {
  for (const name of GOLDEN_STACKS) {
    const folder = path.join(GOLDEN, name);
    let files: ReadonlyMap<string, string>;

    before(async () => {
      const { resources, outputs } = await stack(name);
      files = new Map([
        ...resources.map((resource): [string, string] => [fileOf(resource), textOf(resource)]),
        ["outputs.yaml", toYaml(outputs)],
      ]);
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
