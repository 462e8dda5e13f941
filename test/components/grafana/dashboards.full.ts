// Answers of the dashboards' expressions, by Prometheus' own rule tests.
import * as assert from "node:assert/strict";
import { DASHBOARDS } from "../../../components/grafana/dashboard/all";
import { asked } from "../../support/grafana";
import { runRuleTests } from "../../support/promtool";

/** The first expression of a panel of the fleet's dashboard. */
function expressionOf(title: string): string {
  const rows = DASHBOARDS.find(({ name }) => name === "fleet")?.rows ?? [];
  const panel = rows.flatMap(({ panels }) => panels).find((each) => each.title === title);
  return panel?.queries[0]?.expr ?? "";
}

describe("the fleet's dashboard", () => {
  it("counts missing clusters and lists them in the table", () => {
    const there = (name: string) => ({ [`up{cluster="${name}", job="kubelet"}`]: "1x10" });
    const member = (name: string) => ({
      [`thanos_fleet:member:info{cluster="hub", member="${name}"}`]: "1x10",
    });
    const state = (name: string, value: number) => ({ labels: `{cluster="${name}"}`, value });
    const answer = (title: string, exp_samples: readonly object[]) => ({
      expr: asked(expressionOf(title)),
      eval_time: "5m",
      exp_samples,
    });
    const series = { ...there("hub"), ...there("other"), ...member("hub"), ...member("paris") };
    const tests = [
      {
        interval: "1m",
        input_series: Object.entries(series).map(([name, values]) => ({ series: name, values })),
        promql_expr_test: [
          answer("Each cluster", [state("hub", 1), state("other", 1), state("paris", 0)]),
          answer("Missing clusters", [{ labels: "{}", value: 1 }]),
          answer("Clusters", [{ labels: "{}", value: 2 }]),
        ],
      },
    ];
    const { status, stdout, stderr } = runRuleTests([
      { rules: { groups: [] }, evaluationInterval: "1m", tests },
    ]);
    assert.equal(status, 0, stdout + stderr);
  });
});
