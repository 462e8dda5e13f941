// What a CA signs ends with it at the latest; of one near its end people are told, and no `up` is refused for it.
import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import fc from "fast-check";
import { CLIENT_CA, NEXT_CLIENT_CA } from "../../../../tools/render/certificates";
import { certificateFingerprint } from "../../../../components/pki/certificates/fingerprint";
import { certificateSettings } from "../../../../components/pki/spec";
import { rotationError } from "../../../../components/pki/rotation/step-errors";
import { leafLife, lifetimeWarning } from "../../../../components/pki/rotation/lifetime";
import {
  INITIAL_ROTATION,
  generations,
  nextSteps,
  PHASES,
  type Rotation,
} from "../../../../components/pki/rotation/phases";
import { settingsOf, existingCas } from "../../../../components/pki/authority/existing-ca";
import { TestAuthority } from "../../../support/authority";
import { run, unlessFailed } from "../../../support/fleet";
import { FULL, called, observerOf } from "../../../support/stacks";

const HOUR = 3_600_000;
const LEAF = 90 * 24;
const SETTINGS = certificateSettings({ curve: "P256", leafDays: 90, caDays: 1825 }, false);
const END = Date.parse(new X509Certificate(CLIENT_CA).validTo);
const OVERLAP: Rotation = { generation: 2, phase: "overlap" };
const CUTOVER: Rotation = { generation: 2, phase: "cutover" };
const BOTH = [CLIENT_CA, NEXT_CLIENT_CA];

/** What generation 1 signs with so many hours left. */
const signs = (hoursLeft: number) => {
  const cas = existingCas(
    { previousRotation: INITIAL_ROTATION, trustBundle: [CLIENT_CA] },
    END - hoursLeft * HOUR,
  );
  return settingsOf({ ...SETTINGS, existingCas: cas }, 1);
};

describe("a leaf of a CA near its end", () => {
  it("lives as long as is configured while the CA outlives it", () => {
    assert.equal(signs(LEAF + 1).leafHours, LEAF);
    assert.equal(signs(40_000).leafHours, LEAF);
  });

  for (const [left, life] of [
    [LEAF, 89 * 24],
    [20 * 24 + 12, 20 * 24],
    [25, 24],
    [24.5, 23],
    [3, 2],
    [1, 1],
    [-1000, 1],
  ] as const) {
    it(`lives ${String(life)} hours where the CA has ${String(left)} left`, () => {
      assert.equal(leafLife(left), life);
      assert.equal(signs(left).leafHours, life);
    });
  }

  it("ends before its CA does, though its `up` takes an hour", () => {
    fc.assert(
      fc.property(fc.double({ min: 2, max: 3 * LEAF, noNaN: true }), (left) => {
        assert.ok(signs(left).leafHours + 1 <= left);
      }),
    );
  });

  it("is signed once a day at most, however often `up` is run", () => {
    const lives = Array.from({ length: 24 }, (_, hour) => signs(50 * 24 - hour).leafHours);
    assert.ok(new Set(lives).size <= 2, lives.join());
  });

  it("is due in its own last third", () => {
    assert.equal(signs(20 * 24 + 12).renewHours, (20 * 24) / 3);
  });

  it("lives as long as is configured once the next CA signs it", () => {
    const cas = existingCas(
      { previousRotation: INITIAL_ROTATION, trustBundle: [CLIENT_CA] },
      END - 24 * HOUR,
    );
    assert.equal(settingsOf({ ...SETTINGS, existingCas: cas }, 1).leafHours, 23);
    assert.equal(settingsOf({ ...SETTINGS, existingCas: cas }, 2).leafHours, LEAF);
  });
});

describe("an observer with a client CA that ends within the hour", () => {
  it("is up, with a leaf that is cut short and one observee that is as ever", async () => {
    const authority = await TestAuthority.make("a CA that ends");
    const left = { generation: 1, phase: "stable" };
    const memory = {
      rotations: { paris: left, lyon: left },
      clientCa: { paris: [authority.cert], lyon: [CLIENT_CA] },
    };
    const config = observerOf({ paris: {}, lyon: {} });
    const recording = unlessFailed(await run(config, { [FULL("observer")]: memory }));
    const hoursOf = (name: string) =>
      called(recording, `observer-trust-${name}-leaf-cert`).inputs["validityPeriodHours"];
    assert.deepEqual([hoursOf("paris"), hoursOf("lyon")], [1, LEAF]);
  });
});

const warning = (
  wanted: Rotation,
  daysLeft: number,
  trustBundle = [CLIENT_CA],
  previousRotation = INITIAL_ROTATION,
) =>
  lifetimeWarning({
    ...{ path: "observees[0].clientCa", previousRotation, trustBundle, wanted },
    now: END - daysLeft * 24 * HOUR,
  });

describe("the warning of a CA near its end", () => {
  it("is silent while there are 120 days", () => {
    assert.equal(warning(INITIAL_ROTATION, 120), undefined);
  });

  it("says after that when it ends, and the step to take", () => {
    assert.match(
      warning(INITIAL_ROTATION, 119.9) ?? "",
      /^observees\[0\]\.clientCa: the signing CA expires at .* GMT, and every certificate that it signs by then; rotate it: the next step is \{generation: 2, phase: overlap\}$/,
    );
  });

  it("goes on with the rotation that has begun", () => {
    assert.match(
      warning(OVERLAP, 100, BOTH, OVERLAP) ?? "",
      /is \{generation: 2, phase: cutover\}$/,
    );
  });

  it("is silent once the new one signs", () => {
    // The next placeholder ends most of an hour after the first.
    assert.equal(warning(CUTOVER, 119.99, BOTH, OVERLAP), undefined);
  });

  it("is silent of what is yet to be made", () => {
    assert.equal(warning(INITIAL_ROTATION, -1, []), undefined);
  });
});

describe("a CA of whatever age, at whatever step", () => {
  const at = fc.record({
    generation: fc.integer({ min: 2, max: 5 }),
    phase: fc.constantFrom(...PHASES),
  });
  const age = fc.integer({ min: -5 * LEAF, max: 5 * LEAF });
  /** The steps that are taken, of those that may follow. */
  const taken = (before: Rotation, trusted: readonly string[], hoursLeft: number): Rotation[] =>
    nextSteps(before).filter(
      (wanted) =>
        rotationError({
          ...{ path: "x", previousRotation: before, wanted, trusted, other: "y" },
          trustBundle: BOTH.slice(0, generations(before).trusted.length),
          ...{ leafSince: undefined, secretDelay: 120, now: END - hoursLeft * HOUR },
        }) === undefined,
    );

  it("may always stay where it is, and begin its rotation or go back", () => {
    fc.assert(
      fc.property(at, age, (before, hoursLeft) => {
        const steps = taken(before, [], hoursLeft).map(({ phase }) => phase);
        assert.ok(steps.length >= 2, steps.join());
        assert.ok(before.phase !== "stable" || steps.includes("overlap"));
      }),
    );
  });

  it("is rotated to the end as soon as the other side trusts the next one", () => {
    fc.assert(
      fc.property(at, age, (before, hoursLeft) => {
        const all = taken(before, BOTH.map(certificateFingerprint), hoursLeft);
        assert.deepEqual(all, nextSteps(before));
      }),
    );
  });
});
