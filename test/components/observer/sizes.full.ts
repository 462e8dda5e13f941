// The sizes of the observer's objects with a thousand observees.
import * as assert from "node:assert/strict";
import { extrapolated, sizesWith, tooLarge, type Sizes } from "../../support/large-fleet";

describe("an observer of a thousand observees, all of them made", () => {
  const FLEET = 1000;
  let all: Sizes;
  before(async function () {
    this.timeout(600_000);
    all = await sizesWith(FLEET);
  });

  it("has no object that is too large", () => {
    assert.ok(Object.keys(all.objects).length > 5 * FLEET);
    assert.deepEqual(tooLarge(all.objects), []);
  });

  it("has as many rules as one of two observees", async () => {
    assert.equal(all.rules, (await sizesWith(2)).rules);
  });

  it("has the sizes that the quick test computes from two small fleets", async () => {
    const [small, large] = [await sizesWith(50), await sizesWith(100)];
    for (const [name, size] of Object.entries(extrapolated([small, 50], [large, 100], FLEET))) {
      const real = all.objects[name] ?? 0;
      assert.ok(Math.abs(size - real) <= 0.02 * real, `${name}: ${String(size)}, ${String(real)}`);
    }
  });
});
