// The sizes of the observer's objects in a large fleet, as they grow from a small one; sizes.full.ts makes a large one.
import * as assert from "node:assert/strict";
import { certificateEndRule } from "../../../components/pki/expiry/metrics";
import { LIMITS, extrapolated, sizesWith, tooLarge, type Sizes } from "../../support/large-fleet";

describe("an observer of a thousand observees", () => {
  let two: Sizes, fifty: Sizes, hundred: Sizes;
  before(async () => {
    two = await sizesWith(2);
    fifty = await sizesWith(50);
    hundred = await sizesWith(100);
  });

  it("has no object that is too large", () => {
    const sizes = extrapolated([fifty, 50], [hundred, 100], 1000);
    assert.ok(Object.keys(sizes).length > 100);
    assert.deepEqual(tooLarge(sizes), []);
  });

  it("has as many rules as one of two observees", () => {
    assert.equal(hundred.rules, two.rules);
  });

  it("has no rule that is too large while each CA is rotated", () => {
    const cas = Array.from({ length: 2000 }, (_, i) => ({
      certificate: `clientCa/production-${String(1e8 + i)}/1`,
      ...({ kind: { source: "ca" }, end: 1e9 + i } as const),
    }));
    assert.ok(JSON.stringify(certificateEndRule("thanos", "ca", cas)).length < LIMITS.rules);
  });

  it("is reported if an object is too large", () => {
    const { rules, other } = LIMITS;
    const sizes = {
      "PrometheusRule a": rules + 1,
      "PrometheusRule b": rules,
      "Secret c": other + 1,
    };
    assert.deepEqual(tooLarge(sizes), ["PrometheusRule a has 201 KiB", "Secret c has 701 KiB"]);
  });
});
