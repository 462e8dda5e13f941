// Observees that are revoked or removed, and added again: who trusts whom after each `up`.
import * as assert from "node:assert/strict";
import type { Recording } from "../../../../tools/render/recorder";
import { observeeContract } from "../../../../stacks/contract";
import { field } from "../../../policy/objects";
import type { ConfigObject } from "../../../support/configs";
import { run } from "../../../support/fleet";
import {
  FULL,
  called,
  connected,
  namesIn,
  observeeCalled,
  observerOf,
  protectedKeys,
  type Step,
} from "../../../support/stacks";

const BOTH = { paris: {}, lyon: {} };
const REVOKED = observerOf(BOTH, { revoked: ["paris"] });
const REMOVED = observerOf({ lyon: {} });
const FIRST = { generation: 1, phase: "stable" } as const;

/** What is left of an authority that is on its way out. */
const AUTHORITY = [
  "observer-trust-paris",
  "observer-trust-paris-ca",
  "observer-trust-paris-ca-cert",
  "observer-trust-paris-ca-key",
];

const ofParis = (recording: Recording) => namesIn(recording).filter((name) => /paris/.test(name));

/** All objects of the observer's cluster with their names, and all outputs but `leaving`. */
const seen = ({ resources, outputs }: Recording): string => {
  const others = Object.entries(outputs).filter(([key]) => key !== "leaving");
  return JSON.stringify([others, resources.filter(({ type }) => type.startsWith("kubernetes:"))]);
};

for (const [how, config] of [
  ["revoked", REVOKED],
  ["removed", REMOVED],
] as const) {
  describe(`an observee that is ${how}`, () => {
    let ups: readonly Recording[];
    let closed: Recording;
    before(async () => {
      const stacks = await connected("paris", "lyon");
      const first = await stacks.up("observer", config);
      closed = await stacks.up("paris", observeeCalled("paris"));
      ups = [first, await stacks.up("observer", config)];
    });
    const up = (n: number): Recording => {
      const recording = ups[n];
      assert.ok(recording !== undefined);
      return recording;
    };

    it("is in no object of the observer after one `up`: no Secret, endpoint, Store Gateway or alert", () => {
      assert.ok(!seen(up(0)).includes("paris"));
    });

    it("is neither in clientCa nor in trusts of the observer's outputs after one `up`", () => {
      assert.deepEqual(Object.keys(Object(up(0).outputs["clientCa"])), ["lyon"]);
      assert.deepEqual(Object.keys(Object(up(0).outputs["trusts"])), ["lyon"]);
    });

    it("keeps its client CA during that `up`, without a client certificate", () => {
      assert.deepEqual(ofParis(up(0)), AUTHORITY);
    });

    it("has no protection of its CA's key any more, so that the next `up` can delete it", () => {
      assert.deepEqual(protectedKeys(up(0)), ["observer-trust-lyon-ca-key"]);
    });

    it("has no resource at the observer after the next `up`", () => {
      assert.deepEqual(ofParis(up(1)), []);
    });

    it("is in the output leaving, which the next `up` omits: Pulumi then keeps it if a deletion fails", () => {
      assert.deepEqual(up(0).outputs["leaving"], { paris: FIRST });
      assert.ok(!Object.hasOwn(up(1).outputs, "leaving"));
    });

    it("does not change the resources of other observees", async () => {
      const before = await (await connected("paris", "lyon")).up("observer", observerOf(BOTH));
      const ofLyon = ({ resources }: Recording) =>
        resources.filter(({ name }) => name.includes("lyon"));
      assert.deepEqual(ofLyon(up(0)), ofLyon(before));
    });

    it("has no edge after one `up` of its own", () => {
      const names = namesIn(closed);
      assert.ok(!names.some((name) => /^observee-(edge|query-leaf)/.test(name)), names.join());
      assert.ok(!names.includes("observee-trust-client-ca"));
    });

    it("keeps its Prometheus and its bucket", () => {
      assert.ok(called(closed, "observee-metrics-prometheus"));
      assert.ok(called(closed, "observee-metrics-bucket").protect);
    });

    it("then has outputs that do not match the contract, and trusts nobody", () => {
      assert.equal(observeeContract.safeParse(closed.outputs).success, false);
      assert.equal(closed.outputs["schema"], undefined);
      assert.equal(closed.outputs["address"], undefined);
      assert.deepEqual(closed.outputs["trusts"], []);
    });
  });
}

describe("an observee that is added again", () => {
  const stateOf = (recording: Recording) => field(recording.outputs, "observees", "paris");

  it("is pending until its edge exists again, then connected", async () => {
    const stacks = await connected("paris", "lyon");
    await stacks.up("observer", REMOVED);
    await stacks.up("paris", observeeCalled("paris"));
    await stacks.up("observer", REMOVED);
    const again = await stacks.up("observer", observerOf(BOTH));
    assert.equal(stateOf(again), "pending");
    assert.ok(protectedKeys(again).includes("observer-trust-paris-ca-key"));
    const open = await stacks.up("paris", observeeCalled("paris"));
    assert.ok(namesIn(open).includes("observee-edge"));
    assert.equal(stateOf(await stacks.up("observer", observerOf(BOTH))), "connected");
  });

  it("is rejected while its old CA still exists, which would be used again", async () => {
    const stacks = await connected("paris", "lyon");
    await stacks.up("observer", REVOKED);
    assert.deepEqual(await stacks.refused("observer", observerOf(BOTH)), [
      '  - thanos-fleet:observees[0].clientCa is {generation: 1, phase: stable}, but observee "paris" was revoked or removed, and the next `up` deletes its old CA; ' +
        "run `pulumi up` once without it, or use {generation: 2, phase: stable}",
    ]);
  });

  for (const [how, was, again] of [
    ["the older CA of an overlap", { generation: 2, phase: "overlap" }, undefined],
    ["the older CA of an overlap", { generation: 2, phase: "overlap" }, FIRST],
    ["the CA that an overlap would begin with", undefined, { generation: 2, phase: "overlap" }],
    ["the CA that a cutover would keep", undefined, { generation: 2, phase: "cutover" }],
  ] as const) {
    const entry = (clientCa: Step | undefined) => (clientCa === undefined ? {} : { clientCa });

    it(`is rejected if an old CA would be used: ${how}, added with ${again === undefined ? "no clientCa" : JSON.stringify(again)}`, async () => {
      const stacks = await connected("paris", "lyon");
      await stacks.up("observer", observerOf({ paris: entry(was), lyon: {} }));
      await stacks.up("observer", REMOVED);
      const faults = await stacks.refused(
        "observer",
        observerOf({ paris: entry(again), lyon: {} }),
      );
      assert.match(
        faults.join("\n"),
        /observee "paris" was revoked or removed, and the next `up` deletes its old CA/,
      );
    });
  }

  it("has to begin with stable, whatever its generation, since there is no CA yet to rotate", async () => {
    const clientCa = { generation: 3, phase: "overlap" };
    const stacks = await connected("paris", "lyon");
    await stacks.up("observer", REVOKED);
    await stacks.up("observer", REVOKED);
    assert.deepEqual(
      await stacks.refused("observer", observerOf({ paris: { clientCa }, lyon: {} })),
      [
        "  - thanos-fleet:observees[0].clientCa is {generation: 3, phase: overlap}, but there is no CA yet to rotate; " +
          "begin with {generation: 3, phase: stable}",
      ],
    );
  });

  it("may be added at once with another generation, whose CA is new", async () => {
    const clientCa = { generation: 2, phase: "stable" };
    const stacks = await connected("paris", "lyon");
    await stacks.up("observer", REVOKED);
    const again = await stacks.up("observer", observerOf({ paris: { clientCa }, lyon: {} }));
    assert.ok(namesIn(again).includes("observer-trust-paris-ca-2-key"));
    assert.ok(!namesIn(again).includes("observer-trust-paris-ca-key"));
  });

  it("may begin with any generation once its old CA is deleted", async () => {
    const clientCa = { generation: 2, phase: "stable" };
    const stacks = await connected("paris", "lyon");
    await stacks.up("observer", REVOKED);
    await stacks.up("observer", REVOKED);
    const again = await stacks.up("observer", observerOf({ paris: { clientCa }, lyon: {} }));
    assert.ok(namesIn(again).includes("observer-trust-paris-ca-2-key"));
  });
});

describe("an observer", () => {
  it("rejects a connected observee without outputs, instead of treating it as removed or pending", async () => {
    const stacks = await connected("paris", "lyon");
    await stacks.up("observer", REMOVED);
    await stacks.up("paris", observeeCalled("paris"));
    // Its edge is closed, so its outputs are no contract; lyon's stay.
    const entry: ConfigObject = { stack: FULL("nowhere") };
    assert.deepEqual(await stacks.refused("observer", observerOf({ lyon: entry })), [
      `  - thanos-fleet:observees[0].stack is "${FULL("nowhere")}", but this stack has no outputs any more, though observee "lyon" was connected; ` +
        "bring it up again, or remove it from observees",
    ]);
  });

  it("rejects its own previous outputs if they do not match the schema", async () => {
    const broken = { [FULL("observer")]: { rotations: { paris: "cutover" } } };
    const { error, resources } = await run(observerOf({}), broken);
    assert.deepEqual(resources, []);
    assert.match(
      String(error instanceof Error ? error.message : error),
      /output rotations\.paris of stack ".*" is "cutover", but must be an object; run the version/,
    );
  });
});
