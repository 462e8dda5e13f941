// Goldens: one file for each example, and one for each fixture with the difference from its base. Dashboards and
// alerts have folders of their own. Goldens show changes for review; required behaviour has tests of its own.
import * as assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import type { Recorded } from "../tools/render/recorded";
import { GOLDEN_STACKS, PARTS, stack } from "./support/fleet";
import { changes, plainChanges } from "./support/golden/changes";
import { goldenOf, normalised } from "./support/golden/normalise";
import { goldenText } from "./support/golden/text";

const GOLDEN = path.join(__dirname, "golden");
const UPDATE = process.env["UPDATE_GOLDEN"] === "1";

/** Paths of all goldens below their folder. */
const goldens = (): string[] =>
  fs
    .readdirSync(GOLDEN, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".yaml"));

type Objects = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Resources with a folder of their own, by the end of their type and a part of their name. */
const APART = [
  { folder: "rules", type: ":PrometheusRule", name: "" },
  { folder: "dashboards", type: ":ConfigMap", name: "-dashboards-" },
] as const;

const folderOf = ({ type, name }: Recorded): string =>
  APART.find((each) => type.endsWith(each.type) && name.includes(each.name))?.folder ?? "stacks";

type Folders = Readonly<Record<string, Objects>>;
const made = new Map<string, Promise<Folders>>();

/** The objects of a stack by folder; those of a base are made once for all fixtures. */
function objectsOf(name: string): Promise<Folders> {
  const objects = made.get(name) ?? objectsByFolder(name);
  made.set(name, objects);
  return objects;
}

async function objectsByFolder(name: string): Promise<Folders> {
  const { resources, outputs } = await stack(name);
  const folders: Record<string, Record<string, Objects[string]>> = {
    stacks: { outputs: normalised(outputs) as Objects[string] },
  };
  const titles = titlesOf(resources);
  for (const resource of resources) {
    (folders[folderOf(resource)] ??= {})[titles.get(resource) ?? ""] = goldenOf(resource);
  }
  return folders;
}

/** Kind and name; a component with the kind and name of a Kubernetes object has its whole type instead. */
function titlesOf(resources: readonly Recorded[]): ReadonlyMap<Recorded, string> {
  const titleOf = ({ type, name }: Recorded) => `${type.split(":").pop() ?? ""} ${name}`;
  const taken = new Set(resources.filter(({ custom }) => custom).map(titleOf));
  const titles = new Map(
    resources.map((each) => [
      each,
      !each.custom && taken.has(titleOf(each)) ? `${each.type} ${each.name}` : titleOf(each),
    ]),
  );
  assert.equal(new Set(titles.values()).size, titles.size, "two resources have one title");
  return titles;
}

/** A whole stack, or what it has otherwise than its base. */
const shownBeside = (before: Objects | undefined, after: Objects): object =>
  before === undefined ? after : changed(before, after);

function changed(before: Objects, after: Objects): object {
  const both = Object.keys(after).filter((title) => title in before);
  const differences = both.flatMap((title): [string, object][] => {
    const found = changes(before[title], after[title]);
    return found === undefined ? [] : [[title, plainChanges(found)]];
  });
  const pick = (objects: Objects, other: Objects) =>
    Object.fromEntries(Object.entries(objects).filter(([title]) => !(title in other)));
  const parts = {
    added: pick(after, before),
    changed: Object.fromEntries(differences),
    removed: Object.keys(pick(before, after)),
  };
  return Object.fromEntries(Object.entries(parts).filter(([, its]) => Object.keys(its).length > 0));
}

/** Files of a stack, by their path below the goldens. A part that changes nothing there has no file. */
async function filesOf(name: string): Promise<ReadonlyMap<string, string>> {
  const base = PARTS[name]?.base;
  const before = base === undefined ? undefined : await objectsOf(base);
  const after = await objectsOf(name);
  const files = new Map<string, string>();
  for (const [folder, objects] of Object.entries(after)) {
    const found = shownBeside(before && (before[folder] ?? {}), objects);
    if (Object.keys(found).length > 0) {
      files.set(`${folder}/${name}.yaml`, goldenText(found));
    }
  }
  return files;
}

describe("golden", () => {
  const expected: string[] = [];
  for (const name of [...GOLDEN_STACKS, ...Object.keys(PARTS)]) {
    it(`matches the recording of ${name}`, async () => {
      for (const [file, text] of await filesOf(name)) {
        expected.push(file);
        const golden = path.join(GOLDEN, file);
        if (UPDATE) {
          fs.mkdirSync(path.dirname(golden), { recursive: true });
          fs.writeFileSync(golden, text);
        }
        assert.equal(text, fs.readFileSync(golden, "utf8"), file);
      }
    });
  }

  it("has no file for a removed stack, or for one that changes nothing", () => {
    const left = goldens().filter((file) => !expected.includes(file));
    if (UPDATE) {
      left.forEach((file) => fs.rmSync(path.join(GOLDEN, file)));
    } else {
      assert.deepEqual(left, []);
    }
  });
});

describe("the goldens", () => {
  it("have few files, few lines, and no line that is wider than a screen", () => {
    const files = goldens();
    const lines = files.flatMap((file) =>
      fs.readFileSync(path.join(GOLDEN, file), "utf8").split("\n"),
    );
    assert.ok(files.length <= 150, `${String(files.length)} files`);
    assert.ok(lines.length <= 25_000, `${String(lines.length)} lines`);
    assert.deepEqual(
      lines.filter((line) => line.length > 160),
      [],
    );
  });
});

describe("the difference in a golden", () => {
  const shownOf = (before: unknown, after: unknown): unknown => {
    const found = changes(before, after);
    return found && plainChanges(found);
  };

  it("is empty for equal values", () => {
    assert.equal(shownOf({ a: [1, { b: 2 }] }, { a: [1, { b: 2 }] }), undefined);
  });

  it("shows added, removed and changed values at their paths", () => {
    const before = { spec: { replicas: 1, paused: true, same: 0 } };
    assert.deepEqual(shownOf(before, { spec: { replicas: 2, same: 0, strategy: "Recreate" } }), {
      spec: {
        replicas: { was: 1, now: 2 },
        paused: { removed: true },
        strategy: { added: "Recreate" },
      },
    });
  });

  it("shows list items by name, and the added and removed values of a list", () => {
    const spec = (...args: readonly string[]) => ({ containers: [{ name: "thanos", args }] });
    assert.deepEqual(shownOf(spec("query", "--a"), spec("query", "--b")), {
      "containers[thanos].args": { added: ["--b"], removed: ["--a"] },
    });
  });

  it("shows the whole list if only the order or the number of equal values differs", () => {
    assert.deepEqual(shownOf(["a", "b"], ["b", "a"]), { was: ["a", "b"], now: ["b", "a"] });
    assert.deepEqual(shownOf(["a"], ["a", "a"]), { was: ["a"], now: ["a", "a"] });
  });
});
