// Renderings are reproducible, contain no secret, and leave foreign files alone.
import * as assert from "node:assert/strict";
import * as childProcess from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { parse } from "yaml";
import { SECRET } from "../../tools/render/placeholders";
import { manifests, writeManifests, type Manifests } from "../../tools/render/manifests";
import { PROJECT_FOLDER, everyStack } from "../support/fleet";
import { field } from "../policy/objects";

let folder: string;

const filesIn = (where: string): string[] =>
  fs.existsSync(where) ? fs.readdirSync(where, { recursive: true }).map(String).sort() : [];

const cli = (...args: readonly string[]) =>
  childProcess.spawnSync(process.execPath, ["--import", "tsx", "tools/render/main.ts", ...args], {
    cwd: PROJECT_FOLDER,
    encoding: "utf8",
  });

describe("the rendering of every stack", () => {
  const rendered = new Map<string, { objects: number; files: Manifests }>();

  before(async function () {
    this.timeout(300_000);
    for (const [name, { resources }] of await everyStack()) {
      const objects = resources.filter(({ type }) => type.startsWith("kubernetes:"));
      rendered.set(name, { objects: objects.length, files: manifests(resources) });
    }
  });

  it("has one file for each Kubernetes object", () => {
    for (const [name, { objects, files }] of rendered) {
      assert.equal(files.size, objects, name);
    }
  });

  it("names files after their objects", () => {
    const all = [...rendered.values()].flatMap(({ files }) => [...files]);
    // Most objects are the same in many stacks.
    for (const [text, file] of new Map(all.map(([name, content]) => [content, name]))) {
      if (!file.endsWith(".values")) {
        const object: unknown = parse(text);
        const kindAndName = `${String(field(object, "kind"))}-${String(field(object, "metadata", "name"))}`;
        assert.equal(path.basename(file), `${kindAndName}.yaml`);
      }
    }
  });

  it("has no secret in any file", () => {
    for (const [name, { files }] of rendered) {
      const texts = [...files.values()].join("");
      assert.ok(!texts.includes(SECRET), name);
      assert.match(texts, /\[secret\]/, name);
    }
  });
});

describe("rendering", () => {
  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "render-"));
  });
  afterEach(() => fs.rmSync(folder, { recursive: true }));

  it("removes the files of an earlier rendering that it does not write", () => {
    writeManifests(folder, new Map([["a/X-old.yaml", "x"]]));
    writeManifests(folder, new Map([["a/X-new.yaml", "x"]]));
    assert.deepEqual(filesIn(folder), [".rendered", "a", "a/X-new.yaml"]);
  });

  it("rejects a folder with other files, and leaves it unchanged", () => {
    writeManifests(folder, new Map([["a/X-old.yaml", "x"]]));
    fs.writeFileSync(path.join(folder, "mine"), "");
    const before = filesIn(folder);
    assert.throws(
      () => writeManifests(folder, new Map()),
      (error) => pulumi.RunError.isInstance(error) && error.message.includes('contains "mine"'),
    );
    assert.deepEqual(filesIn(folder), before);
  });

  it("from the command line writes the same bytes each time", () => {
    const out = path.join(folder, "out");
    const read = () =>
      filesIn(out)
        .map((file) => path.join(out, file))
        .filter((file) => fs.statSync(file).isFile())
        .map((file) => fs.readFileSync(file, "utf8"));
    assert.equal(cli("--stack", "observee", "--out", out).status, 0);
    const first = read();
    assert.equal(cli("--stack", "observee", "--out", out).status, 0);
    assert.ok(first.length > 20);
    assert.deepEqual(read(), first);
  });

  it("from the command line reports invalid configuration, writes nothing and fails", () => {
    const bad = path.join(folder, "bad.yaml");
    fs.writeFileSync(bad, "config: { role: hub }\n");
    const out = path.join(folder, "out");
    const { status, stderr } = cli("--stack", "x", "--out", out, "--config-file", bad);
    assert.equal(status, 1);
    assert.match(stderr, /thanos-fleet:role is "hub"/);
    assert.doesNotMatch(stderr, /^\s+at /m);
    assert.ok(!fs.existsSync(out));
  });
});
