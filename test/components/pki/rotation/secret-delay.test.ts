// A rotation may end once kubelets have updated the Secret of the new leaf in every pod.
import * as assert from "node:assert/strict";
import {
  CLIENT_CA,
  NEXT_CLIENT_CA,
  NEXT_SERVER_CA,
  SERVER_CA,
} from "../../../../tools/render/certificates";
import { LEAF_STARTS } from "../../../../tools/render/placeholders";
import { observerOutputs } from "../../../../tools/render/references";
import { observeeOutputs } from "../../../support/contracts";
import { OBSERVEE, OBSERVER, withKeys, type ConfigObject } from "../../../support/configs";
import { run, unlessFailed } from "../../../support/fleet";
import { FULL } from "../../../support/stacks";

const STABLE = { generation: 2, phase: "stable" };
const cutover = (leafSince: string) => ({ generation: 2, phase: "cutover", leafSince });
const [observer, paris] = [FULL("observer"), FULL("paris")];

const OBSERVER_AFTER = withKeys(OBSERVER, {
  observees: [{ name: "paris", stack: paris, clientCa: STABLE }],
});
const OBSERVEE_AFTER = withKeys(OBSERVEE, { serverCertificate: { issuer: "self", ca: STABLE } });

/** `up` to stable of a stack whose last one, the cutover, signed a leaf at that time. */
async function ended(
  role: "observer" | "observee",
  leafSince: string,
  other: ConfigObject = {},
): Promise<string> {
  const [config, name, memory]: [ConfigObject, string, ConfigObject] =
    role === "observer"
      ? [
          OBSERVER_AFTER,
          "observer",
          {
            rotations: { paris: cutover(leafSince) },
            clientCa: { paris: [CLIENT_CA, NEXT_CLIENT_CA] },
          },
        ]
      : [
          OBSERVEE_AFTER,
          "paris",
          { rotation: cutover(leafSince), serverCa: SERVER_CA + NEXT_SERVER_CA },
        ];
  const others = { [observer]: observerOutputs(["paris"]), [paris]: observeeOutputs("paris") };
  const { error } = await run(withKeys(config, other), { ...others, [FULL(name)]: memory }, name);
  return error instanceof Error ? error.message : "taken";
}

describe("the step from cutover to stable", () => {
  for (const role of ["observer", "observee"] as const) {
    it(`is rejected at the ${role} while a pod may present the old leaf`, async () => {
      assert.match(
        await ended(role, new Date().toISOString()),
        /is \{generation: 2, phase: stable\}, but pods may still present .*; run `pulumi up` again in 1\d\d s$/m,
      );
    });

    it(`is accepted at the ${role} after two minutes`, async () => {
      assert.equal(await ended(role, new Date(Date.now() - 121_000).toISOString()), "taken");
    });

    it(`is accepted at the ${role} after a shorter unsafeForTests.secretDelay`, async () => {
      const faster = { unsafeForTests: { secretDelay: "30s" } };
      const since = new Date(Date.now() - 31_000).toISOString();
      assert.equal(await ended(role, since, faster), "taken");
    });
  }
});

describe("the output leafSince", () => {
  it("is the start of the leaf's validity, so that a second `up` does not change it", async () => {
    const { outputs } = unlessFailed(
      await run(OBSERVER, { [paris]: observeeOutputs("paris") }, "observer"),
    );
    assert.deepEqual(outputs["rotations"], {
      paris: { generation: 1, phase: "stable", leafSince: LEAF_STARTS },
    });
    const edge = unlessFailed(
      await run(OBSERVEE, { [observer]: observerOutputs(["paris"]) }, "paris"),
    );
    assert.deepEqual(edge.outputs["rotation"], {
      ...{ generation: 1, phase: "stable", leafSince: LEAF_STARTS },
    });
  });
});
