// The Compactors of a fleet: one for each bucket and prefix, and Store Gateways that know how long each one waits.
import * as assert from "node:assert/strict";
import { field } from "../../policy/objects";
import { withKeys, store, type ConfigObject } from "../../support/configs";
import { FULL, Stacks, called, connected, observeeCalled, observerOf } from "../../support/stacks";

const refusedWith = (bucket: string, a: string, b: string) =>
  `  - output objectStore.bucket of stack "${FULL(b)}" is "${bucket}", but ${a} and ${b} use this bucket with overlapping prefixes: two Compactors on the same blocks destroy data; ` +
  "give one of them another bucket, or each a prefix of its own";

/** An observee whose blocks are elsewhere than by default. */
const keeping = (cluster: string, where: ConfigObject): ConfigObject =>
  store(observeeCalled(cluster), where);

/** The stacks of observer, paris and lyon, with the observees' blocks at these places. */
async function fleet(paris: ConfigObject, lyon: ConfigObject): Promise<Stacks> {
  const stacks = await connected("paris", "lyon");
  await stacks.up("paris", keeping("paris", paris));
  await stacks.up("lyon", keeping("lyon", lyon));
  return stacks;
}

const OBSERVER = observerOf({ paris: {}, lyon: {} });

describe("a second Compactor on the same blocks", () => {
  it("of another observee fails the observer's `up`", async () => {
    const stacks = await fleet({ bucket: "shared" }, { bucket: "shared", prefix: "lyon" });
    assert.deepEqual(await stacks.refused("observer", OBSERVER), [
      refusedWith("shared", "paris", "lyon"),
    ]);
  });

  it("of the observer itself fails it, too", async () => {
    const stacks = await fleet({ bucket: "shared", prefix: "a/b" }, { bucket: "own" });
    const observer = store(OBSERVER, { bucket: "shared", prefix: "a" });
    assert.deepEqual(await stacks.refused("observer", observer), [
      refusedWith("shared", "observer", "paris"),
    ]);
  });

  it("is not reported if each cluster has a prefix of its own", async () => {
    const stacks = await fleet(
      { bucket: "shared", prefix: "paris" },
      { bucket: "shared", prefix: "lyon" },
    );
    await stacks.up("observer", OBSERVER);
  });
});

describe("a Store Gateway", () => {
  it("stops serving a block after half of the delete delay of the bucket's Compactor", async () => {
    const stacks = await connected("paris", "lyon");
    const slow = { compact: { deleteDelay: "12h" } };
    await stacks.up("paris", withKeys(observeeCalled("paris"), slow));
    const observer = withKeys(OBSERVER, { compact: { deleteDelay: "4h" } });
    const recording = await stacks.up("observer", observer);
    const delays = ["observer", "paris", "lyon"].map((cluster) => {
      const { inputs } = called(recording, `observer-store-${cluster}`);
      const args = field(inputs, "spec", "template", "spec", "containers", 0, "args");
      const flag = (Array.isArray(args) ? args.map(String) : []).find((arg) =>
        arg.startsWith("--ignore-deletion-marks-delay="),
      );
      return `${cluster} ${flag?.split("=")[1] ?? "none"}`;
    });
    assert.deepEqual(delays, ["observer 2h", "paris 6h", "lyon 24h"]);
  });
});
