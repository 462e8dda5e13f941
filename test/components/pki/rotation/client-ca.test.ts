// A client CA through all steps of its rotation, over `up`s that read each other's outputs.
import * as assert from "node:assert/strict";
import { CLIENT_CA, NEXT_CLIENT_CA } from "../../../../tools/render/certificates";
import type { Recording } from "../../../../tools/render/recorder";
import { certificateFingerprint } from "../../../../components/pki/certificates/fingerprint";
import { field } from "../../../policy/objects";
import {
  called,
  connected,
  namesIn,
  observeeCalled,
  observerOf,
  protectedKeys,
  type Step,
} from "../../../support/stacks";

/** The observer of paris and lyon; paris' client CA is at a step. */
const observer = (clientCa: Step) => observerOf({ paris: { clientCa }, lyon: {} });

/** Every `up` of a whole rotation; the observee is up between the observer's. */
async function rotate() {
  const stacks = await connected("paris", "lyon");
  const first = await stacks.up("observer", observer({ generation: 1, phase: "stable" }));
  const overlap = await stacks.up("observer", observer({ generation: 2, phase: "overlap" }));
  const edgeOverlap = await stacks.up("paris", observeeCalled("paris"));
  const cutover = await stacks.up("observer", observer({ generation: 2, phase: "cutover" }));
  const edgeCutover = await stacks.up("paris", observeeCalled("paris"));
  const stable = await stacks.up("observer", observer({ generation: 2, phase: "stable" }));
  const edgeStable = await stacks.up("paris", observeeCalled("paris"));
  return { first, overlap, edgeOverlap, cutover, edgeCutover, stable, edgeStable };
}

type Ups = Awaited<ReturnType<typeof rotate>>;

const handedOut = ({ outputs }: Recording) => field(outputs, "clientCa", "paris");
const signer = (recording: Recording) =>
  called(recording, "observer-trust-paris-leaf-cert").inputs["caCertPem"];
const casOf = (recording: Recording) =>
  namesIn(recording).filter((name) => /^observer-trust-paris-ca(-\d+)?-key$/.test(name));
const accepted = ({ outputs }: Recording) => outputs["trusts"];
const pods = (recording: Recording) => called(recording, "observee-query-leaf").inputs["spec"];

describe("the rotation of a client CA", () => {
  let ups: Ups;
  before(async () => {
    ups = await rotate();
  });

  for (const [at, key] of [
    ["first", "observer-trust-paris-leaf-key"],
    ["overlap", "observer-trust-paris-leaf-key"],
    ["cutover", "observer-trust-paris-leaf-2-key"],
    ["stable", "observer-trust-paris-leaf-2-key"],
  ] as const) {
    it(`has only the client key ${key} at ${at}: each CA certifies a key of its own`, () => {
      const keys = namesIn(ups[at]).filter((name) => /paris-leaf.*-key$/.test(name));
      assert.deepEqual(keys, [key]);
    });
  }

  for (const [at, published, signs, protects] of [
    ["first", [CLIENT_CA], CLIENT_CA, ""],
    ["overlap", [CLIENT_CA, NEXT_CLIENT_CA], CLIENT_CA, ""],
    ["cutover", [CLIENT_CA, NEXT_CLIENT_CA], NEXT_CLIENT_CA, "-2"],
    ["stable", [NEXT_CLIENT_CA], NEXT_CLIENT_CA, "-2"],
  ] as const) {
    it(`publishes the CAs at ${at} (${String(published.length)}), the older first`, () => {
      assert.deepEqual(handedOut(ups[at]), published);
      assert.equal(casOf(ups[at]).length, published.length);
    });

    it(`signs with the ${signs === CLIENT_CA ? "old" : "new"} CA at ${at}`, () => {
      assert.equal(signer(ups[at]), signs);
    });

    it(`protects at ${at} the key of the CA that signs, so that the next step can delete the other`, () => {
      assert.deepEqual(protectedKeys(ups[at]), [
        "observer-trust-lyon-ca-key",
        `observer-trust-paris-ca${protects}-key`,
      ]);
    });
  }

  it("makes the observee's edge accept the published CAs", () => {
    const print = certificateFingerprint;
    assert.deepEqual(accepted(ups.edgeOverlap), [print(CLIENT_CA), print(NEXT_CLIENT_CA)]);
    assert.deepEqual(accepted(ups.edgeStable), [print(NEXT_CLIENT_CA)]);
    assert.equal(
      field(called(ups.edgeStable, "observee-trust-client-ca").inputs, "stringData", "ca.crt"),
      "[secret]",
    );
  });

  it("rolls the edge's pods when the list of CAs changes, and not when the leaf does", () => {
    assert.deepEqual(pods(ups.edgeCutover), pods(ups.edgeOverlap));
    assert.notDeepEqual(pods(ups.edgeStable), pods(ups.edgeCutover));
  });

  for (const at of ["overlap", "cutover", "stable"] as const) {
    it(`changes at ${at} only what belongs to paris`, () => {
      const others = ({ resources }: Recording) =>
        resources
          .filter(
            ({ name, type }) =>
              !name.startsWith("observer-trust-paris") &&
              // The dates of all CAs are in one object.
              name !== "observer-certificates-ends-ca" &&
              type !== "thanos:fleet:Observer",
          )
          // Resources that depend on all certificates depend on one more.
          .map((resource) => ({ ...resource, dependsOn: [] }));
      assert.ok(others(ups.first).length > 30);
      assert.deepEqual(others(ups[at]), others(ups.first));
    });
  }

  it("does not change generation 1 at overlap", () => {
    const cert = "observer-trust-paris-ca-cert";
    assert.deepEqual(called(ups.overlap, cert), called(ups.first, cert));
  });

  it("has the end date of every existing CA in the output certificateEnds", () => {
    assert.deepEqual(
      Object.keys(Object(ups.overlap.outputs["certificateEnds"])).filter((name) =>
        name.includes("paris"),
      ),
      ["client/paris", "clientCa/paris/1", "clientCa/paris/2"],
    );
  });
});

describe("a step of a client CA", () => {
  const path = "thanos-fleet:observees[0].clientCa";

  it("to cutover is rejected while the observee does not trust the new CA", async () => {
    const stacks = await connected("paris", "lyon");
    await stacks.up("observer", observer({ generation: 2, phase: "overlap" }));
    assert.deepEqual(
      await stacks.refused("observer", observer({ generation: 2, phase: "cutover" })),
      [
        `  - ${path} is {generation: 2, phase: cutover}, but observee "paris" does not trust the new CA yet; ` +
          "run `pulumi up` on it first",
      ],
    );
  });

  it("that skips another is rejected, with the steps that may follow", async () => {
    const stacks = await connected("paris", "lyon");
    assert.deepEqual(
      await stacks.refused("observer", observer({ generation: 2, phase: "stable" })),
      [
        `  - ${path} is {generation: 2, phase: stable}, but rotation goes stable → overlap → cutover → stable, ` +
          "one step an `up`; after {generation: 1, phase: stable} comes {generation: 2, phase: overlap}",
      ],
    );
  });

  it("may go back, and the old CA signs again", async () => {
    const stacks = await connected("paris", "lyon");
    await stacks.up("observer", observer({ generation: 2, phase: "overlap" }));
    await stacks.up("paris", observeeCalled("paris"));
    await stacks.up("observer", observer({ generation: 2, phase: "cutover" }));
    const back = await stacks.up("observer", observer({ generation: 2, phase: "overlap" }));
    assert.equal(signer(back), CLIENT_CA);
    assert.ok(protectedKeys(back).includes("observer-trust-paris-ca-key"));
    assert.ok(!protectedKeys(back).includes("observer-trust-paris-ca-2-key"));
    const first = await stacks.up("observer", observer({ generation: 1, phase: "stable" }));
    assert.deepEqual(casOf(first), ["observer-trust-paris-ca-key"]);
  });

  it("of one observee does not depend on what others trust", async () => {
    const stacks = await connected("paris", "lyon");
    await stacks.up("observer", observer({ generation: 2, phase: "overlap" }));
    await stacks.up("lyon", observeeCalled("lyon"));
    const faults = await stacks.refused("observer", observer({ generation: 2, phase: "cutover" }));
    assert.equal(faults.length, 1);
  });
});
