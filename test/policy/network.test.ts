// Over every two pods, and everybody around them: a call is let if and only if the stack needs it; broken policies are found.
import * as assert from "node:assert/strict";
import { ALL_STACKS, stack } from "../support/fleet";
import { BROKEN, broken } from "./network/broken";
import { networkFaults, policies, selecting } from "./network/evaluator";
import { podHosts } from "./network/hosts";

/** Files of Secrets tell whom a pod calls. */
const recorded = async (name: string) => (await stack(name, { secrets: "shown" })).resources;

for (const name of ALL_STACKS) {
  describe(`the network of ${name}`, () => {
    it("allows exactly what its objects need", async () => {
      assert.deepEqual(networkFaults(await recorded(name), name), []);
    });

    it("has one policy for each part's pods, beside the one that denies, and none for others", async () => {
      const resources = await recorded(name);
      const hosts = podHosts(resources);
      const all = policies(resources);
      const own = new Set<string>();
      for (const host of hosts) {
        const [policy = "", ...more] = selecting(all, host).filter((one) => one !== "default-deny");
        assert.ok(policy !== "" && more.length === 0, `${host.id}: ${[policy, ...more].join()}`);
        own.add(policy);
      }
      const names = all
        .filter(({ metadata }) => metadata.namespace === hosts[0]?.pod.namespace)
        .map(({ metadata }) => metadata.name);
      assert.deepEqual(names.sort(), [...own, "default-deny"].sort());
    });
  });
}

for (const name of ["observer", "observee"] as const) {
  describe(`the look at every call of ${name} finds that`, () => {
    for (const [fault, breaks] of Object.entries(BROKEN[name])) {
      it(fault, async () => {
        const resources = await recorded(name);
        const spoiled = broken(resources, breaks);
        assert.notDeepEqual(spoiled, resources);
        assert.notDeepEqual(networkFaults(spoiled, name), []);
      });
    }
  });
}
