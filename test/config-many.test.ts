// Ten thousand configurations, right and wrong: each is taken, or refused with faults that say path, rule and fix.
import * as assert from "node:assert/strict";
import fc from "fast-check";
import { PROJECT, stackConfig } from "../render/stack-config";
import { judge } from "../specs/config/judge";
import type { RawConfig } from "../specs/config/reader";
import { warningsOf } from "../specs/config/warnings";
import { but, type ConfigObject } from "./support/configs";
import { nearValid } from "./support/near-valid";

const CASES = 10_000;
/** Milliseconds in which one must be judged, on a machine that does other things too. */
const BOUND = 1_000;

/** As the program reads it: the keys of its own namespace. */
function raw(config: ConfigObject): RawConfig {
  const { values, secrets } = stackConfig(but(config, {}));
  const own = (key: string) => key.startsWith(`${PROJECT}:`);
  const short = (key: string) => key.slice(PROJECT.length + 1);
  return {
    values: Object.fromEntries(
      Object.entries(values).flatMap(([key, text]) => (own(key) ? [[short(key), text]] : [])),
    ),
    secrets: new Set(secrets.filter(own).map(short)),
  };
}

describe("many configurations", () => {
  it("are each taken or refused in words, and none takes long", function () {
    this.timeout(60_000);
    const count = { taken: 0, refused: 0, slowest: 0 };
    fc.assert(
      fc.property(nearValid, (config) => {
        const started = performance.now();
        const verdict = judge(raw(config), "organization/thanos-fleet/test");
        count.slowest = Math.max(count.slowest, performance.now() - started);
        if ("faults" in verdict) {
          count.refused++;
          assert.ok(verdict.faults.length > 0);
          for (const { path, rule, fix } of verdict.faults) {
            assert.ok(
              (path !== "" || "" in config) && rule.length > 3 && fix.length > 3,
              JSON.stringify(verdict),
            );
          }
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
    assert.ok(count.taken >= CASES / 10 && count.refused >= CASES / 10);
    assert.ok(count.slowest < BOUND, `${String(count.slowest)} ms`);
  });
});
