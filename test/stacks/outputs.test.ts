// Outputs describe what exists: a failed `up` keeps the outputs of the last one.
import * as assert from "node:assert/strict";
import type { Recorded } from "../../tools/render/recorded";
import type { Recording } from "../../tools/render/recorder";
import { stack } from "../support/fleet";
import { connected, observeeCalled, observerOf } from "../support/stacks";

const SERVED = ["observee-trust-server", "observee-trust-client-ca"];

/** By stack, the resources that must be ready before an output: those that present or verify certificates. */
const DEPENDENCIES: Readonly<Record<string, readonly string[]>> = {
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

/** These resources and all that they depend on. */
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

/** Outputs that do not depend on all of `required`. */
const early = (
  { outputDependencies, resources }: Recording,
  required: readonly string[],
): string[] =>
  Object.entries(outputDependencies).flatMap(([output, names]) => {
    const before = closure(names, resources);
    return required
      .filter((resource) => !before.has(resource))
      .map((resource) => `${output} does not wait for ${resource}`);
  });

describe("an output", () => {
  for (const [name, required] of Object.entries(DEPENDENCIES)) {
    it(`of the stack ${name} resolves once ${required.join(", ")} are ready`, async () => {
      const recording = await stack(name);
      const names = recording.resources.map((resource) => resource.name);
      assert.deepEqual(
        required.filter((resource) => !names.includes(resource)),
        [],
      );
      assert.ok(Object.keys(recording.outputDependencies).includes("trusts"));
      assert.deepEqual(early(recording, required), []);
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
