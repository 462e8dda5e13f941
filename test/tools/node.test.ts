// Scripts of package.json run on the machine's own Node.js, or on the pinned one if that is too old.
import assert from "node:assert/strict";
import * as childProcess from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { z } from "zod";
import { choose, tooOld } from "../../tools/node/choice";

const root = path.resolve(__dirname, "../..");
const packageJson = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(fs.readFileSync(path.join(root, "package.json"), "utf8")));

const linux = { platform: "linux", arch: "x64" };

describe("the choice of Node.js", () => {
  for (const version of ["v22.13.0", "v22.23.5", "v24.0.0", "v26.1.0"]) {
    it(`leaves ${version} in place`, () => {
      assert.equal(choose({ ...linux, version }), "own");
    });
  }

  for (const version of ["v18.20.4", "v20.20.2", "v22.12.0"]) {
    it(`replaces ${version}, which is too old`, () => {
      assert.equal(choose({ ...linux, version }), "pinned");
    });
  }

  it("has no pinned Node.js for other platforms than Linux on amd64", () => {
    assert.equal(choose({ platform: "linux", arch: "arm64", version: "v20.20.2" }), "none");
    assert.equal(choose({ platform: "darwin", arch: "x64", version: "v20.20.2" }), "none");
  });

  it("names the required version and the present one", () => {
    assert.equal(
      tooOld("v20.20.2"),
      "thanos-fleet needs Node.js 22.13 or newer, and this is v20.20.2",
    );
  });

  it("is used by every script that runs Node.js", () => {
    const commands = Object.entries(packageJson.scripts).flatMap(([name, script]) =>
      script.split(" && ").map((command) => `${name}: ${command}`),
    );
    const other = commands.filter(
      (command) => !/^\S+ ([A-Z_]+=\S+ )?(node tools\/node\/run\.js|npm run) /.test(command),
    );
    assert.deepEqual(other, []);
  });
});

describe("a command run by tools/node/run.js", () => {
  const run = (...command: readonly string[]) =>
    childProcess.spawnSync(process.execPath, ["tools/node/run.js", ...command], {
      cwd: root,
      encoding: "utf8",
    });

  it("keeps its output and its exit code", () => {
    const ran = run("node", "--eval", "console.log(process.version); process.exit(7)");
    assert.deepEqual([ran.stdout.trim(), ran.status], [process.version, 7]);
  });

  it("reports a missing command in one line on standard error", () => {
    const ran = run("no-such-command");
    assert.deepEqual([ran.stderr, ran.status], ["spawn no-such-command ENOENT\n", 1]);
  });
});
