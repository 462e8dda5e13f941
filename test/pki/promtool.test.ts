// The alerts before an end, by Prometheus' own rule tests, where the lab has built promtool.
import * as assert from "node:assert/strict";
import * as childProcess from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { certificateRules } from "../../specs/pki/alerts";
import { toYaml } from "../../specs/yaml";

/** Where the lab keeps the programs that it built. */
const PROGRAMS = path.join(
  process.env["XDG_CACHE_HOME"] ?? path.join(os.homedir(), ".cache"),
  "thanos-fleet/programs",
);

const promtool = (fs.existsSync(PROGRAMS) ? fs.readdirSync(PROGRAMS) : [])
  .filter((folder) => folder.startsWith("prometheus-"))
  .map((folder) => path.join(PROGRAMS, folder, "promtool"))
  .find((file) => fs.existsSync(file));

const DAY = 24 * 60;
/** A rule test begins at 1970. */
const ENDS = "1970-04-11T00:00:00Z";
const LIFE = 100;

const certificate = "client/paris";
const [soon, verySoon] = certificateRules([{ certificate, ends: ENDS }]).groups[0]?.rules ?? [];

const firing = (rule: typeof soon) => [
  { exp_labels: rule?.labels ?? {}, exp_annotations: rule?.annotations ?? {} },
];

/** What fires so many days before the end. */
const at = (days: number, fires: { soon: boolean; verySoon: boolean }) =>
  [soon, verySoon].map((rule, i) => ({
    eval_time: `${String((LIFE - days) * DAY)}m`,
    alertname: rule?.alert,
    exp_alerts: (i === 0 ? fires.soon : fires.verySoon) ? firing(rule) : [],
  }));

function tested(alerts: unknown): childProcess.SpawnSyncReturns<string> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "rules-"));
  const rules = certificateRules([{ certificate, ends: ENDS }]);
  fs.writeFileSync(path.join(folder, "rules.yaml"), toYaml(rules));
  const test = {
    rule_files: ["rules.yaml"],
    evaluation_interval: "1h",
    tests: [{ interval: "1d", alert_rule_test: alerts }],
  };
  fs.writeFileSync(path.join(folder, "test.yaml"), toYaml(test));
  try {
    return childProcess.spawnSync(promtool ?? "", ["test", "rules", "test.yaml"], {
      cwd: folder,
      encoding: "utf8",
    });
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

(promtool === undefined ? describe.skip : describe)(
  "the alerts before an end, in Prometheus",
  () => {
    it("are silent 31 days before, fire 29 and 6 days before, and go on after it", () => {
      const { status, stdout, stderr } = tested([
        ...at(31, { soon: false, verySoon: false }),
        ...at(29, { soon: true, verySoon: false }),
        ...at(8, { soon: true, verySoon: false }),
        ...at(6, { soon: true, verySoon: true }),
        ...at(-1, { soon: true, verySoon: true }),
      ]);
      assert.equal(status, 0, stdout + stderr);
    });

    it("would be missed by this test if they were late", () => {
      assert.notEqual(tested(at(31, { soon: true, verySoon: false })).status, 0);
      assert.notEqual(tested(at(6, { soon: true, verySoon: false })).status, 0);
    });
  },
);
