// The rules of containers hold for those that the operator is given to put beside its own, and catch a fault in them.
import * as assert from "node:assert/strict";
import type { Recorded } from "../../tools/render/recorded";
import { stack } from "../support/fleet";
import { besideOperated, field, ofKind } from "./objects";
import { RULES, type RuleName } from "./rules";

const STACK = "fleet-alerts";
const NAME = "observer-metrics-alertmanager";

/** The stack with fields of the edge's container as given. */
async function spoiled(fields: object): Promise<Recorded[]> {
  const { resources } = await stack(STACK);
  return resources.map((resource) => {
    if (resource.name !== NAME || resource.inputs["kind"] !== "Alertmanager") {
      return resource;
    }
    const container = Object(field(resource.inputs, "spec", "containers", 0)) as object;
    const spec = { ...Object(resource.inputs["spec"]), containers: [{ ...container, ...fields }] };
    return { ...resource, inputs: { ...resource.inputs, spec } };
  });
}

const probe = { httpGet: { port: "nowhere" } };
const FAULTS: readonly (readonly [RuleName, object, string])[] = [
  [
    "containers pass the restricted standard",
    { securityContext: {} },
    `container edge of ${NAME} may run as root`,
  ],
  [
    "containers ask for resources",
    { resources: {} },
    `container edge of ${NAME} asks for no resources`,
  ],
  [
    "images have a version",
    { image: "example.com/a:latest" },
    "image example.com/a:latest has no version",
  ],
  [
    "probes go to ports that there are",
    { livenessProbe: probe },
    `container edge of ${NAME} has no probe, or no port for it`,
  ],
  [
    "Services reach pods",
    { ports: [] },
    `${NAME}-edge-service goes to port edge, which its pods have not`,
  ],
  [
    "pods find their files and accounts",
    { volumeMounts: [{ name: "nothing", mountPath: "/x" }] },
    `${NAME} has no volume nothing`,
  ],
  [
    "flags name mounted files",
    { args: ["--config-file=/nowhere"] },
    `${NAME} reads /nowhere, which is not mounted`,
  ],
];

describe("a container beside the operator's", () => {
  it("is there", async () => {
    const { resources } = await stack(STACK);
    assert.equal(ofKind(resources, "Alertmanager").length, 1);
    const found = besideOperated(resources).flatMap(({ containers }) => containers);
    assert.deepEqual(
      found.map(({ name }) => name),
      ["edge"],
    );
  });

  for (const [rule, fields, says] of FAULTS) {
    it(`is looked at: ${rule}`, async () => {
      const faults = RULES[rule](await spoiled(fields));
      assert.ok(faults.includes(says), faults.join("\n"));
    });
  }
});
