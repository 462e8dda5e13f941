// Each alert of every stack in Prometheus' own rule tests.
import * as assert from "node:assert/strict";
import { ruleTest } from "../../support/alert-cases";
import { everyAlert } from "../../support/alerts";
import { runRuleTests } from "../../support/promtool";

describe("each alert of every stack", () => {
  it("fires and is silent in Prometheus itself", async function () {
    this.timeout(300_000);
    const { status, stdout, stderr } = runRuleTests((await everyAlert()).map(ruleTest));
    assert.equal(status, 0, `${stdout.replace(/^.*SUCCESS$/gm, "")}\n${stderr}`);
  });

  it("is missed if it does not fire", async () => {
    const all = await everyAlert();
    const halted = all.find(({ alert }) => alert === "ThanosFleetCompactHalted");
    assert.ok(halted !== undefined);
    const broken = { ...halted, expr: `${halted.expr} > 2` };
    assert.notEqual(runRuleTests([ruleTest(broken)]).status, 0);
  });
});
