// The Ruler's rules as Thanos reads them.
import * as assert from "node:assert/strict";
import * as childProcess from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { builtFile } from "../../../lab/build/programs";
import { ruler } from "../../../components/ruler/config";
import { ruleFiles } from "../../../components/ruler/spec";
import { PARTS } from "../../support/fleet";

const THANOS = builtFile("thanos", "thanos");
const files = ruleFiles("thanos", {
  ...ruler.parse(PARTS["ruler"]?.config["thanos-fleet:ruler"]),
  alerts: true,
});

function checked(rules: string): childProcess.SpawnSyncReturns<string> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "rules-"));
  const file = path.join(folder, "rules.yaml");
  fs.writeFileSync(file, rules);
  try {
    const args = ["tools", "rules-check", `--rules=${file}`];
    return childProcess.spawnSync(THANOS, args, { encoding: "utf8" });
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

describe("the Ruler's files", () => {
  it("are valid for Thanos' rule checker", () => {
    const rules = files["rules.yaml"] ?? "";
    const { status, stdout, stderr } = checked(rules);
    assert.equal(status, 0, stdout + stderr);
    assert.notEqual(checked(rules.replace("sum by", "summe by")).status, 0);
  });
});
