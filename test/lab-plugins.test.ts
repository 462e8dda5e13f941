// The lab prefers official plugins: it tries once to download them, and else uses the stand-ins.
import * as assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { officialHome } from "../lab/paths";
import { fetchOfficial } from "../lab/stacks/official";
import { findPlugins } from "../lab/stacks/plugins";

const VARIABLES = [
  ...["THANOS_FLEET_CACHE", "THANOS_FLEET_LAB_STATE", "HOME", "PULUMI_HOME", "PATH"],
] as const;

/** Puts a binary where the CLI puts it, and remembers that it was asked. */
const INSTALLS = `#!/bin/sh
echo "$3 $4 $5" >>"$PULUMI_HOME/asked"
mkdir -p "$PULUMI_HOME/plugins/$3-$4-v$5"
touch "$PULUMI_HOME/plugins/$3-$4-v$5/pulumi-resource-$4"
`;
const IS_REFUSED = `#!/bin/sh
echo "$3 $4 $5" >>"$PULUMI_HOME/asked"
echo "error: 403 HTTP error fetching plugin" >&2
exit 1
`;
const SAYS_NOTHING = `#!/bin/sh
echo "$3 $4 $5" >>"$PULUMI_HOME/asked"
exec sleep 60
`;

describe("official plugins in the lab", () => {
  const kept = Object.fromEntries(VARIABLES.map((name) => [name, process.env[name]]));
  const { write } = process.stdout;
  let folder = "";
  let said = "";

  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "thanos-fleet-official-"));
    process.env["THANOS_FLEET_CACHE"] = path.join(folder, "cache");
    process.env["THANOS_FLEET_LAB_STATE"] = path.join(folder, "state");
    process.env["HOME"] = folder;
    process.env["PATH"] = "/usr/bin:/bin";
    delete process.env["PULUMI_HOME"];
    fs.mkdirSync(officialHome(), { recursive: true });
  });
  afterEach(() => {
    Object.entries(kept).forEach(([name, value]) => {
      if (value === undefined) {
        delete process.env[name];
      } else {
        process.env[name] = value;
      }
    });
    fs.rmSync(folder, { recursive: true });
  });

  /** Asks for them by a CLI of this script. */
  async function fetchBy(script: string): Promise<void> {
    const pulumi = path.join(folder, "pulumi");
    fs.writeFileSync(pulumi, script, { mode: 0o755 });
    said = "";
    process.stdout.write = (text: string | Uint8Array) => {
      said += String(text);
      return true;
    };
    try {
      await fetchOfficial({ pulumi, limit: 1 });
    } finally {
      process.stdout.write = write;
    }
  }

  const asked = (): string[] =>
    fs.readFileSync(path.join(officialHome(), "asked"), "utf8").trim().split("\n");
  const served = (): string[] =>
    findPlugins().map((plugin) => `${plugin.package} ${plugin.standIn ? "stand-in" : "official"}`);
  const STAND_INS = ["nodejs", "kubernetes", "tls", "aws"].map((name) => `${name} stand-in`);

  it("are downloaded for kubernetes and tls, and then used", async () => {
    await fetchBy(INSTALLS);
    assert.match(asked().join(), /^resource kubernetes \d+\.\d+\.\d+,resource tls \d+\.\d+\.\d+$/);
    assert.deepEqual(served(), [
      ...["nodejs stand-in", "kubernetes official", "tls official", "aws stand-in"],
    ]);
    assert.match(said, /installed Pulumi's official plugins/);
  });

  it("are replaced by the stand-ins if the download fails, with the reason, and are not downloaded again", async () => {
    await fetchBy(IS_REFUSED);
    assert.match(said, /so the lab's stand-ins are used: kubernetes \S+: error: 403 HTTP error/);
    assert.equal(asked().length, 1);
    assert.deepEqual(served(), STAND_INS);
    await fetchBy(INSTALLS);
    assert.equal(said, "");
    assert.equal(asked().length, 1);
  });

  it("are downloaded within the limit of time, or not at all", async () => {
    const started = Date.now();
    await fetchBy(SAYS_NOTHING);
    assert.ok(Date.now() - started < 10_000);
    assert.match(said, /no download within 1 s/);
    assert.deepEqual(served(), STAND_INS);
  });

  it("are not used if their installation was interrupted", async () => {
    await fetchBy(INSTALLS);
    const folders = fs.readdirSync(path.join(officialHome(), "plugins"));
    folders.forEach((name) =>
      fs.writeFileSync(path.join(officialHome(), "plugins", `${name}.partial`), ""),
    );
    assert.deepEqual(served(), STAND_INS);
  });

  it("are not downloaded if they are on PATH", async () => {
    const bin = path.join(folder, "bin");
    fs.mkdirSync(bin);
    for (const name of ["kubernetes", "tls"]) {
      fs.writeFileSync(path.join(bin, `pulumi-resource-${name}`), "");
    }
    process.env["PATH"] = `${bin}:/usr/bin:/bin`;
    await fetchBy(INSTALLS);
    assert.ok(!fs.existsSync(path.join(officialHome(), "asked")));
  });
});
