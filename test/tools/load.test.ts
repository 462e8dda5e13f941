// How Pulumi loads the program: from TypeScript files, without modules that it does not use.
import assert from "node:assert/strict";
import * as childProcess from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { parse } from "yaml";
import { z } from "zod";

const root = path.resolve(__dirname, "../..");
const project = z.object({ runtime: z.object({ options: z.object({ nodeargs: z.string() }) }) });
const nodeargs = project
  .parse(parse(fs.readFileSync(path.join(root, "Pulumi.yaml"), "utf8")))
  .runtime.options.nodeargs.split(" ");

describe("loading the program", () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "thanos-fleet-load-"));
  const cache = path.join(folder, "cache");
  after(() => fs.rmSync(folder, { recursive: true }));

  /** What a program in TypeScript prints that is loaded as Pulumi loads this one. */
  function run(source: string, cacheDir = cache): string {
    const file = path.join(folder, "script.ts");
    fs.writeFileSync(file, source);
    const { stdout, stderr, status } = childProcess.spawnSync(
      process.execPath,
      [...nodeargs, file],
      {
        cwd: root,
        encoding: "utf8",
        env: { ...process.env, NODE_OPTIONS: "", THANOS_FLEET_CACHE: cacheDir },
      },
    );
    assert.equal(status, 0, stderr);
    return stdout;
  }

  const print = (expression: string) =>
    `require(${JSON.stringify(path.join(root, "index.ts"))}); process.stdout.write(${expression});`;

  it("leaves out the TypeScript compiler and the indexes of whole packages", () => {
    const loaded = run(print("Object.keys(require.cache).join('\\n')")).split("\n");
    const unused = [
      "typescript/lib/typescript.js",
      "@pulumi/aws/index.js",
      "@pulumi/kubernetes/index.js",
      "sucrase/dist/index.js",
    ].map((file) => path.join(root, "node_modules", file));
    // Of the second run: the first one compiles.
    const again = run(print("Object.keys(require.cache).join('\\n')")).split("\n");
    assert.ok(loaded.includes(path.join(root, "program.ts")));
    assert.deepEqual(
      again.filter((file) => unused.includes(file)),
      [],
    );
  });

  it("still loads the compiler on demand", () => {
    const text = run(
      `import * as pulumi from ${JSON.stringify(path.join(root, "node_modules/@pulumi/pulumi"))};
       void pulumi.runtime.serializeFunction(() => 42).then(({ text }) => process.stdout.write(text));`,
    );
    assert.match(text, /=> 42/);
  });

  it("has the line numbers of the source in stack traces", () => {
    const source = [
      "interface A {",
      "  readonly a: number;",
      "}",
      "const a: A = { a: 1 };",
      "process.stdout.write(String(a.a) + String(new Error().stack));",
    ].join("\n");
    assert.match(run(source), /^1Error\n.*script\.ts:5:/);
  });

  it("compiles a changed file again", () => {
    assert.equal(run("process.stdout.write('one' as string);"), "one");
    assert.equal(run("process.stdout.write('two' as string);"), "two");
    assert.equal(run("process.stdout.write('two' as string);"), "two");
  });

  it("replaces a damaged compiled file", () => {
    const source = "process.stdout.write('whole' as string);";
    assert.equal(run(source), "whole");
    const compiled = path.join(cache, "program/compiled");
    for (const file of fs.readdirSync(compiled)) {
      fs.truncateSync(path.join(compiled, file), 10);
    }
    assert.equal(run(source), "whole");
  });

  it("works without a writable cache", () => {
    const file = path.join(folder, "file");
    fs.writeFileSync(file, "");
    assert.equal(run("process.stdout.write('here' as string);", file), "here");
  });
});
