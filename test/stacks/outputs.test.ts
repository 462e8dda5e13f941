// What a stack tells others, and its own next `up`, is so: a failed `up` leaves what the last one told.
import * as assert from "node:assert/strict";
import type { Recorded } from "../../tools/render/recorded";
import type { Recording } from "../../tools/render/recorder";
import { stack } from "../support/fleet";
import { connected, observeeCalled, observerOf } from "../support/stacks";

const SERVED = ["observee-trust-server", "observee-trust-client-ca"];

/** By stack, what has to be there before its outputs are told: who shows certificates, and who trusts whom. */
const HOLDERS: Readonly<Record<string, readonly string[]>> = {
  observee: [...SERVED, "observee-query-leaf"],
  "edge-node-port": [...SERVED, "observee-query-leaf"],
  ingress: [...SERVED, "observee-edge"],
  traefik: [...SERVED, "observee-edge-tls-option", "observee-edge"],
  "traefik-sidecar": [...SERVED, "observee-edge-tls-option", "observee-edge"],
  gateway: [
    "observee-trust-server",
    "observee-edge-client-ca",
    "observee-edge-gateway",
    "observee-edge",
  ],
  "remote-write": ["observee-metrics-prometheus-remote-write", "observee-metrics-prometheus"],
  alerting: [
    ...SERVED,
    "observee-query-leaf",
    "observee-metrics-prometheus-alerting",
    "observee-metrics-prometheus",
  ],
  observer: ["observer-trust-observee-secret", "observer-query"],
  receive: ["observer-query", "observer-receive-trust-server", "observer-receive"],
  "fleet-alerts": [
    "observer-query",
    "observer-metrics-alertmanager-edge-tls",
    "observer-metrics-alertmanager",
  ],
};

/** All that is there once these are. */
function closure(names: readonly string[], resources: readonly Recorded[]): Set<string> {
  const found = new Set<string>();
  const open = [...names];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (!found.has(next)) {
      found.add(next);
      const name = next;
      const before = resources.filter((resource) => resource.name === name);
      open.push(...before.flatMap((r) => r.dependsOn.map((d) => d.split("::")[1] ?? "")));
    }
  }
  return found;
}

/** Outputs that are told before all of those are there. */
const early = (
  { outputDependencies, resources }: Recording,
  holders: readonly string[],
): string[] =>
  Object.entries(outputDependencies).flatMap(([output, names]) => {
    const before = closure(names, resources);
    return holders
      .filter((holder) => !before.has(holder))
      .map((holder) => `${output} does not wait for ${holder}`);
  });

describe("an output", () => {
  for (const [name, holders] of Object.entries(HOLDERS)) {
    it(`of the stack ${name} is told once ${holders.join(", ")} are there`, async () => {
      const recording = await stack(name);
      const names = recording.resources.map((resource) => resource.name);
      assert.deepEqual(
        holders.filter((holder) => !names.includes(holder)),
        [],
      );
      assert.ok(Object.keys(recording.outputDependencies).includes("trusts"));
      assert.deepEqual(early(recording, holders), []);
    });
  }

  it("of a removed observee resolves once its certificate exists", async () => {
    const stacks = await connected("paris", "lyon");
    await stacks.up("observer", observerOf({ lyon: {} }));
    const closed = await stacks.up("paris", observeeCalled("paris"));
    assert.deepEqual(early(closed, ["observee-trust-server"]), []);
  });

  it("that depended on nothing would fail these tests", async () => {
    const recording = await stack("observee");
    const outputDependencies = { ...recording.outputDependencies, trusts: [] };
    assert.deepEqual(early({ ...recording, outputDependencies }, ["observee-query-leaf"]), [
      "trusts does not wait for observee-query-leaf",
    ]);
  });

  it("may be unknown in a preview, before a resource is created", async () => {
    const { outputs } = await stack("observee", { preview: true });
    assert.equal(outputs["trusts"], "[unknown]");
  });
});
