// An observee's server CA through all steps of its rotation, over `up`s that read each other's outputs.
import * as assert from "node:assert/strict";
import { NEXT_SERVER_CA, SERVER_CA } from "../../../../tools/render/certificates";
import type { Recording } from "../../../../tools/render/recorder";
import { certificateFingerprint } from "../../../../components/pki/certificates/fingerprint";
import { field } from "../../../policy/objects";
import {
  called,
  connected,
  observeeCalled,
  observerOf,
  protectedKeys,
  type Step,
} from "../../../support/stacks";

const OBSERVER = observerOf({ paris: {}, lyon: {} });
const paris = (ca: Step) => observeeCalled("paris", { serverCertificate: { issuer: "self", ca } });

/** Every `up` of a whole rotation; the observer is up between the observee's. */
async function rotate() {
  const stacks = await connected("paris", "lyon");
  const querier = await stacks.up("observer", OBSERVER);
  const first = await stacks.up("paris", paris({ generation: 1, phase: "stable" }));
  const overlap = await stacks.up("paris", paris({ generation: 2, phase: "overlap" }));
  const querierOverlap = await stacks.up("observer", OBSERVER);
  const cutover = await stacks.up("paris", paris({ generation: 2, phase: "cutover" }));
  const querierCutover = await stacks.up("observer", OBSERVER);
  const stable = await stacks.up("paris", paris({ generation: 2, phase: "stable" }));
  const querierStable = await stacks.up("observer", OBSERVER);
  return {
    ...{ querier, first, overlap, querierOverlap },
    ...{ cutover, querierCutover, stable, querierStable },
  };
}

const signer = (recording: Recording) =>
  called(recording, "observee-trust-leaf-cert").inputs["caCertPem"];
const pods = (recording: Recording, name: string) => called(recording, name).inputs["spec"];
const trusted = ({ outputs }: Recording) => field(outputs, "trusts", "paris");

describe("the rotation of a server CA", () => {
  let ups: Awaited<ReturnType<typeof rotate>>;
  before(async () => {
    ups = await rotate();
  });

  for (const [at, published, signs, key] of [
    ["first", SERVER_CA, SERVER_CA, "observee-trust-ca-key"],
    ["overlap", SERVER_CA + NEXT_SERVER_CA, SERVER_CA, "observee-trust-ca-key"],
    ["cutover", SERVER_CA + NEXT_SERVER_CA, NEXT_SERVER_CA, "observee-trust-ca-2-key"],
    ["stable", NEXT_SERVER_CA, NEXT_SERVER_CA, "observee-trust-ca-2-key"],
  ] as const) {
    it(`publishes at ${at} the CAs that the observer must trust`, () => {
      assert.equal(ups[at].outputs["serverCa"], published);
    });

    it(`signs with the ${signs === SERVER_CA ? "old" : "new"} CA at ${at}, and protects only its key`, () => {
      assert.equal(signer(ups[at]), signs);
      assert.deepEqual(protectedKeys(ups[at]), [key]);
    });
  }

  it("makes the observer trust the published CAs, for this observee only", () => {
    const print = certificateFingerprint;
    assert.deepEqual(trusted(ups.querier), [print(SERVER_CA)]);
    assert.deepEqual(trusted(ups.querierOverlap), [print(SERVER_CA), print(NEXT_SERVER_CA)]);
    assert.deepEqual(trusted(ups.querierStable), [print(NEXT_SERVER_CA)]);
    assert.deepEqual(field(ups.querierStable.outputs, "trusts", "lyon"), [print(SERVER_CA)]);
  });

  it("rolls Query when a CA is added or removed, and not when the leaf changes", () => {
    const queryPods = (recording: Recording) => pods(recording, "observer-query");
    assert.notDeepEqual(queryPods(ups.querierOverlap), queryPods(ups.querier));
    assert.deepEqual(queryPods(ups.querierCutover), queryPods(ups.querierOverlap));
    assert.notDeepEqual(queryPods(ups.querierStable), queryPods(ups.querierCutover));
  });

  it("does not roll the leaf Query, which reads its certificate from disk", () => {
    for (const up of [ups.overlap, ups.cutover, ups.stable]) {
      assert.deepEqual(pods(up, "observee-query-leaf"), pods(ups.first, "observee-query-leaf"));
    }
  });

  it("never changes Prometheus", () => {
    for (const up of [ups.overlap, ups.cutover, ups.stable]) {
      const name = "observee-metrics-prometheus";
      assert.deepEqual(pods(up, name), pods(ups.first, name));
    }
  });

  for (const at of ["querierOverlap", "querierCutover", "querierStable"] as const) {
    it(`changes no resource of another observee (${at})`, () => {
      const ofLyon = ({ resources }: Recording) =>
        resources.filter(({ name }) => name.includes("lyon"));
      assert.ok(ofLyon(ups.querier).length > 15);
      assert.deepEqual(ofLyon(ups[at]), ofLyon(ups.querier));
    });
  }
});

describe("a step of a server CA", () => {
  it("to cutover is rejected while the observer does not trust the new CA", async () => {
    const stacks = await connected("paris", "lyon");
    await stacks.up("paris", paris({ generation: 2, phase: "overlap" }));
    assert.deepEqual(await stacks.refused("paris", paris({ generation: 2, phase: "cutover" })), [
      "  - thanos-fleet:serverCertificate.ca is {generation: 2, phase: cutover}, but the observer does not trust the new CA yet; " +
        "run `pulumi up` on it first",
    ]);
  });

  it("does not wait for an observer that does not list the cluster, so a stolen CA can be replaced before it is added again", async () => {
    const stacks = await connected("paris", "lyon");
    await stacks.up("observer", observerOf({ lyon: {} }));
    await stacks.up("paris", paris({ generation: 1, phase: "stable" }));
    await stacks.up("paris", paris({ generation: 2, phase: "overlap" }));
    const cutover = await stacks.up("paris", paris({ generation: 2, phase: "cutover" }));
    assert.equal(signer(cutover), NEXT_SERVER_CA);
    const stable = await stacks.up("paris", paris({ generation: 2, phase: "stable" }));
    assert.deepEqual(protectedKeys(stable), ["observee-trust-ca-2-key"]);
  });

  it("that skips another is rejected", async () => {
    const stacks = await connected("paris", "lyon");
    assert.match(
      (await stacks.refused("paris", paris({ generation: 2, phase: "cutover" }))).join("\n"),
      /after \{generation: 1, phase: stable\} comes \{generation: 2, phase: overlap\}$/,
    );
  });
});
