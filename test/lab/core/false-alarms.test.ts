// No `up`, roll or rotation step before this has fired the alert on a missing cluster.
import * as assert from "node:assert/strict";
import { query } from "../../../lab/query";
import { budget } from "../support/budget";

describe("ThanosFleetObserveeMissing", () => {
  budget(30);

  it("has not fired since the lab is up", async () => {
    // That the check evaluates its rule, so that silence says something.
    const evaluations =
      "sum(increase(prometheus_rule_evaluations_total{job='thanos-fleet-check'}[2m]))";
    const [evaluated] = (await query(evaluations)).samples;
    assert.ok(evaluated !== undefined && evaluated.value > 0, "the check evaluates nothing");
    const alert = 'ALERTS{alertname="ThanosFleetObserveeMissing",alertstate="firing"}';
    assert.deepEqual((await query(`count_over_time(${alert}[1h])`)).samples, []);
  });
});
