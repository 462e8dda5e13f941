// What a kubernetes plugin does with an operation that the user interrupts. It does nothing after that.
import * as assert from "node:assert/strict";
import { keptOf } from "../client";
import { type Bench, urns, workload } from "./bench";

export function testCancellation(bench: Bench): void {
  it("ends the wait, and keeps what was made", async () => {
    const attempt = bench.make(urns.statefulSet, workload("StatefulSet"), { timeoutSeconds: 60 });
    const failed = assert.rejects(attempt, (error: Error) => {
      assert.match(error.message, /cancelled/);
      assert.equal(keptOf(error)?.id, "ns/web", "the engine has to know of what was made");
      return true;
    });
    setTimeout(() => void bench.plugin.cancel(), 300);
    await failed;
  });
}
