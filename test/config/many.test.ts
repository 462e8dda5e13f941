// Random configurations, right and wrong: each is taken, or refused with faults that say path, rule and fix.
import * as assert from "node:assert/strict";
import fc from "fast-check";
import { warningsOf } from "../../config/warnings";
import { parseTestConfig } from "../support/judged";
import { nearValid } from "../support/near-valid";
import { samples } from "../support/samples";

const CASES = samples(10_000);

describe("many configurations", () => {
  it("are each accepted, or refused with a report", function () {
    this.timeout(300_000);
    const count = { taken: 0, refused: 0, slowest: 0 };
    fc.assert(
      fc.property(nearValid, (config) => {
        const started = performance.now();
        const verdict = parseTestConfig(config);
        count.slowest = Math.max(count.slowest, performance.now() - started);
        if ("errors" in verdict) {
          count.refused++;
          assert.ok(verdict.errors.length > 0);
          const poor = verdict.errors.filter(
            ({ path, rule, fix }) =>
              (path === "" && !("" in config)) || rule.length <= 3 || fix.length <= 3,
          );
          assert.deepEqual(poor, []);
        } else {
          count.taken++;
          assert.ok(warningsOf(verdict.settings).every((warning) => warning.length > 10));
        }
      }),
      { numRuns: CASES },
    );
    console.log(
      `      ${String(count.taken)} taken, ${String(count.refused)} refused, the slowest in ${count.slowest.toFixed(0)} ms`,
    );
    assert.equal(count.taken + count.refused, CASES);
    // About a tenth is accepted on average: a limit of half of that leaves room for chance.
    assert.ok(count.taken >= CASES / 20 && count.refused >= CASES / 20);
  });
});
