// Runs Prometheus' rule tests with the promtool that the lab builds.
import * as childProcess from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { builtFile } from "../../lab/build/programs";
import { toYaml } from "../../kubernetes/yaml";

const PROMTOOL = builtFile("prometheus", "promtool");

/** One test file and the rules under test; `tests` has promtool's own format. */
export interface RuleTest {
  readonly rules: { readonly groups: readonly object[] };
  readonly evaluationInterval: string;
  readonly tests: readonly object[];
}

/** Runs all tests in one call. https://prometheus.io/docs/prometheus/latest/configuration/unit_testing_rules/ */
export function runRuleTests(list: readonly RuleTest[]): childProcess.SpawnSyncReturns<string> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "rules-"));
  try {
    const files = list.map(({ rules, evaluationInterval, tests }, i) => {
      const [rulesFile, file] = [`rules-${String(i)}.yaml`, `test-${String(i)}.yaml`];
      fs.writeFileSync(path.join(folder, rulesFile), toYaml(rules));
      fs.writeFileSync(
        path.join(folder, file),
        toYaml({ rule_files: [rulesFile], evaluation_interval: evaluationInterval, tests }),
      );
      return file;
    });
    return childProcess.spawnSync(PROMTOOL, ["test", "rules", ...files], {
      cwd: folder,
      encoding: "utf8",
      maxBuffer: 2 ** 26,
    });
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}
