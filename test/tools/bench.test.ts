// The measurements of `npm run bench:up`, which needs a running lab itself.
import assert from "node:assert/strict";
import { measure, median, spread } from "../../tools/bench/measure";

describe("the measurement of a command", () => {
  it("includes the processor time of child processes", async () => {
    const busy = "const end = Date.now() + 300; while (Date.now() < end);";
    const { wall, user } = await measure(["sh", "-c", '"$0" -e "$1"', process.execPath, busy], {});
    assert.ok(wall >= 0.3, `wall ${wall}`);
    assert.ok(user > 0.02 && user <= wall * 2, `user ${user}`);
  });

  it("returns the standard output", async () => {
    const { stdout } = await measure(["echo", "3 unchanged"], {});
    assert.match(stdout, /^3 unchanged\n/);
  });

  it("fails with the output of a failed command", async () => {
    await assert.rejects(measure(["sh", "-c", "echo why >&2; exit 3"], {}), /failed\n[^]*why/);
  });

  it("takes the mean of the two middle runs as the median of an even number", () => {
    assert.equal(median([3, 1, 2]), 2);
    assert.equal(median([4, 1, 2, 3]), 2.5);
    assert.equal(spread([3, 1, 2.5]), "2.50 (1.00–3.00)");
  });
});
