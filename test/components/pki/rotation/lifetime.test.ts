// A leaf expires before its CA. A CA near its end causes a warning, and never fails an `up`.
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
  it("has the configured life while the CA outlives it", () => {
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
    it(`lives ${String(life)} hours if the CA has ${String(left)} left`, () => {
      assert.equal(leafLife(left), life);
      assert.equal(signs(left).leafHours, life);
    });
  }

  it("expires before its CA, even if its `up` takes an hour", () => {
    fc.assert(
      fc.property(fc.double({ min: 2, max: 3 * LEAF, noNaN: true }), (left) => {
        assert.ok(signs(left).leafHours + 1 <= left);
      }),
    );
  });

  it("is signed again at most once a day, however often `up` is run", () => {
    const lives = Array.from({ length: 24 }, (_, hour) => signs(50 * 24 - hour).leafHours);
    assert.ok(new Set(lives).size <= 2, lives.join());
  });

  it("is due for renewal in its own last third", () => {
    assert.equal(signs(20 * 24 + 12).renewHours, (20 * 24) / 3);
  });

  it("has the configured life once the next CA signs it", () => {
    const cas = existingCas(
      { previousRotation: INITIAL_ROTATION, trustBundle: [CLIENT_CA] },
      END - 24 * HOUR,
    );
    assert.equal(settingsOf({ ...SETTINGS, existingCas: cas }, 1).leafHours, 23);
    assert.equal(settingsOf({ ...SETTINGS, existingCas: cas }, 2).leafHours, LEAF);
  });
});

describe("an observer with a client CA that expires within the hour", () => {
  it("comes up, with a shortened leaf of that CA and the configured life for the other observee", async () => {
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
  it("is not shown while 120 days are left", () => {
    assert.equal(warning(INITIAL_ROTATION, 120), undefined);
  });

  it("then names the end date and the next step", () => {
    assert.match(
      warning(INITIAL_ROTATION, 119.9) ?? "",
      /^observees\[0\]\.clientCa: the signing CA expires at .* GMT, and every certificate that it signs by then; rotate it: the next step is \{generation: 2, phase: overlap\}$/,
    );
  });

  it("names the next step of a rotation that has begun", () => {
    assert.match(
      warning(OVERLAP, 100, BOTH, OVERLAP) ?? "",
      /is \{generation: 2, phase: cutover\}$/,
    );
  });

  it("is not shown once the new CA signs", () => {
    // The next placeholder ends most of an hour after the first.
    assert.equal(warning(CUTOVER, 119.99, BOTH, OVERLAP), undefined);
  });

  it("is not shown for a CA that does not exist yet", () => {
    assert.equal(warning(INITIAL_ROTATION, -1, []), undefined);
  });
});

describe("a CA of any age, in any phase", () => {
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

  it("may always stay in its phase, and begin its rotation or go back", () => {
    fc.assert(
      fc.property(at, age, (before, hoursLeft) => {
        const steps = taken(before, [], hoursLeft).map(({ phase }) => phase);
        assert.ok(steps.length >= 2, steps.join());
        assert.ok(before.phase !== "stable" || steps.includes("overlap"));
      }),
    );
  });

  it("may take every next step once the other side trusts both CAs", () => {
    fc.assert(
      fc.property(at, age, (before, hoursLeft) => {
        const all = taken(before, BOTH.map(certificateFingerprint), hoursLeft);
        assert.deepEqual(all, nextSteps(before));
      }),
    );
  });
});
