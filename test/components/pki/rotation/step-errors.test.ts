// Steps of a rotation that are rejected, since one side would present certificates that the other does not trust.
import * as assert from "node:assert/strict";
import { CLIENT_CA, NEXT_CLIENT_CA, OTHER_CA } from "../../../../tools/render/certificates";
import { certificateFingerprint } from "../../../../components/pki/certificates/fingerprint";
import { durationSeconds } from "../../../../config/primitives";
import {
  SECRET_DELAY,
  rotationError as errorOf,
  type StepArgs,
} from "../../../../components/pki/rotation/step-errors";
import { formatError } from "../../../../config/errors";
import { INITIAL_ROTATION, type Rotation } from "../../../../components/pki/rotation/phases";

const OVERLAP = { generation: 2, phase: "overlap" } as const;
const CUTOVER = { generation: 2, phase: "cutover" } as const;
const NOW = Date.parse("2026-11-21T10:00:00Z");
const [OLD, NEW] = [CLIENT_CA, NEXT_CLIENT_CA];

const cutover = (trusted: readonly string[] | undefined): StepArgs => ({
  path: "observees[0].clientCa",
  previousRotation: OVERLAP,
  wanted: CUTOVER,
  trustBundle: [OLD, NEW],
  trusted: trusted?.map(certificateFingerprint),
  other: 'observee "paris"',
  leafSince: undefined,
  secretDelay: durationSeconds(SECRET_DELAY),
  now: NOW,
});

/** The error as in the report. */
function rotationError(args: StepArgs): string | undefined {
  const error = errorOf(args);
  return error && formatError(error);
}

const NOT_YET =
  'observees[0].clientCa is {generation: 2, phase: cutover}, but observee "paris" does not trust the new CA yet; ' +
  "run `pulumi up` on it first";

describe("cutover", () => {
  for (const [when, trusted] of [
    ["has not reported what it trusts", undefined],
    ["trusts no CA", []],
    ["trusts the old CA only", [OLD]],
    ["trusts another new CA, of an overlap that was taken back", [OLD, OTHER_CA]],
  ] as const) {
    it(`is rejected while the other side ${when}`, () => {
      assert.equal(rotationError(cutover(trusted)), NOT_YET);
    });
  }

  it("is accepted once the other side trusts the new CA", () => {
    assert.equal(rotationError(cutover([OLD, NEW])), undefined);
  });

  it("may stay, whatever the other side trusts", () => {
    assert.equal(rotationError({ ...cutover([]), previousRotation: CUTOVER }), undefined);
  });

  it("is rejected right after stable, with the steps that may follow", () => {
    assert.equal(
      rotationError({ ...cutover([OLD, NEW]), previousRotation: INITIAL_ROTATION }),
      "observees[0].clientCa is {generation: 2, phase: cutover}, but rotation goes stable → overlap → cutover → stable, " +
        "one step an `up`; after {generation: 1, phase: stable} comes {generation: 2, phase: overlap}",
    );
  });
});

const STABLE = { generation: 2, phase: "stable" } as const;
const BACK = { generation: 1, phase: "stable" } as const;
const CHANGED = Date.parse("2026-11-21T09:58:30Z");

describe("stable", () => {
  const stable = (seconds: number, other: Partial<StepArgs> = {}) =>
    rotationError({
      ...cutover([OLD, NEW]),
      ...{ previousRotation: CUTOVER, wanted: STABLE, leafSince: "2026-11-21T09:58:30Z" },
      ...{ now: CHANGED + seconds * 1000, ...other },
    });

  for (const [age, wait] of [
    [-30, "150 s"],
    [0, "120 s"],
    [90.5, "30 s"],
    [119.999, "1 s"],
  ] as const) {
    it(`is rejected ${String(age)} s after the leaf changed, with how long to wait`, () => {
      assert.equal(
        stable(age),
        "observees[0].clientCa is {generation: 2, phase: stable}, but pods may still present the certificate from before " +
          `2026-11-21T09:58:30Z; run \`pulumi up\` again in ${wait}`,
      );
    });
  }

  it("is accepted once every pod has the new leaf", () => {
    assert.equal(stable(120), undefined);
    assert.equal(stable(86_400), undefined);
  });

  it("of the old generation is rejected for as long, after a cutover that was taken back", () => {
    assert.match(stable(1, { previousRotation: OVERLAP, wanted: BACK }) ?? "", /again in 119 s$/);
    assert.equal(stable(120, { previousRotation: OVERLAP, wanted: BACK }), undefined);
  });

  it("may stay while a renewed leaf is young", () => {
    assert.equal(stable(0, { previousRotation: STABLE }), undefined);
  });

  it("is accepted if the previous outputs have no leafSince", () => {
    assert.equal(stable(0, { leafSince: undefined }), undefined);
  });
});

describe("the first step", () => {
  const first = (wanted: Rotation, trustBundle: readonly string[]) =>
    rotationError({ ...cutover([]), previousRotation: undefined, wanted, trustBundle });

  it("may be stable in any generation if no CA was published yet", () => {
    assert.equal(first({ generation: 3, phase: "stable" }, []), undefined);
  });

  it("continues from generation 1 if an older version of the program published a CA", () => {
    assert.match(first({ generation: 3, phase: "stable" }, [OLD]) ?? "", /after \{generation: 1, /);
    assert.equal(first(OVERLAP, [OLD]), undefined);
  });

  for (const wanted of [OVERLAP, CUTOVER]) {
    it(`is rejected if it is ${wanted.phase}, since there is no CA yet to rotate`, () => {
      assert.equal(
        first(wanted, []),
        `observees[0].clientCa is {generation: 2, phase: ${wanted.phase}}, but there is no CA yet to rotate; ` +
          "begin with {generation: 2, phase: stable}",
      );
    });
  }
});
