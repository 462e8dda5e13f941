// The steps of a rotation: which may follow which, and what each trusts and signs with.
import * as assert from "node:assert/strict";
import fc from "fast-check";
import {
  INITIAL_ROTATION,
  PHASES,
  generations,
  nextSteps,
  stepError,
  formatRotation,
  type Rotation,
} from "../../../../components/pki/rotation/phases";

const step = (text: string): Rotation => {
  const [generation, word] = text.split(" ");
  const phase = PHASES.find((p) => p === word);
  assert.ok(phase !== undefined, text);
  return { generation: Number(generation), phase };
};

/** Each step with all that may come after it. */
const LEGAL: Readonly<Record<string, readonly string[]>> = {
  "1 stable": ["1 stable", "2 overlap"],
  "2 overlap": ["2 overlap", "2 cutover", "1 stable"],
  "2 cutover": ["2 cutover", "2 stable", "2 overlap"],
  "2 stable": ["2 stable", "3 overlap"],
  "3 overlap": ["3 overlap", "3 cutover", "2 stable"],
  "3 cutover": ["3 cutover", "3 stable", "3 overlap"],
};
const ALL = [0, 1, 2, 3, 4].flatMap((generation) =>
  PHASES.map((phase) => `${String(generation)} ${phase}`),
);

/** The generations that a rotation publishes, and the one that it signs with. */
const GENERATIONS: readonly [string, readonly number[], number][] = [
  ["1 stable", [1], 1],
  ["2 overlap", [1, 2], 1],
  ["2 cutover", [1, 2], 2],
  ["2 stable", [2], 2],
  ["7 overlap", [6, 7], 6],
  ["7 cutover", [6, 7], 7],
];

/** Any walk of legal steps from the first CA. */
const walk = fc.array(fc.nat(5), { maxLength: 40 }).map((choices) =>
  choices.reduce<Rotation[]>(
    (steps, choice) => {
      const legal = nextSteps(steps.at(-1) ?? INITIAL_ROTATION);
      return [...steps, legal[choice % legal.length] ?? INITIAL_ROTATION];
    },
    [INITIAL_ROTATION],
  ),
);

describe("a rotation", () => {
  for (const [from, after] of Object.entries(LEGAL)) {
    it(`may go from ${from} only to ${after.join(" or ")}`, () => {
      const allowed = ALL.filter((to) => stepError(step(from), step(to)) === undefined);
      assert.deepEqual(allowed.sort(), [...after].sort());
    });
  }

  for (const [from, to, next] of [
    ["1 stable", "2 cutover", "{generation: 2, phase: overlap}"],
    ["2 overlap", "2 stable", "{generation: 2, phase: cutover} or {generation: 1, phase: stable}"],
    ["2 cutover", "3 overlap", "{generation: 2, phase: stable} or {generation: 2, phase: overlap}"],
  ] as const) {
    it(`from ${from} to ${to} is rejected with the steps that may follow`, () => {
      assert.deepEqual(stepError(step(from), step(to)), {
        rule: "rotation goes stable → overlap → cutover → stable, one step an `up`",
        fix: `after ${formatRotation(step(from))} comes ${next}`,
      });
    });
  }

  for (const [at, trusted, signing] of GENERATIONS) {
    it(`at ${at} publishes ${trusted.join(" and ")}, and signs with ${String(signing)}`, () => {
      assert.deepEqual(generations(step(at)), { trusted, signing });
    });
  }

  it("always signs with exactly one of the published generations, which count from 1", () => {
    fc.assert(
      fc.property(walk, (steps) => {
        for (const { trusted, signing } of steps.map(generations)) {
          assert.equal(trusted.filter((generation) => generation === signing).length, 1);
          assert.ok(trusted.every((generation) => generation >= 1));
        }
      }),
      { numRuns: 300 },
    );
  });

  it("still publishes the generation that signed one step before", () => {
    fc.assert(
      fc.property(walk, (steps) => {
        steps.slice(1).forEach((now, i) => {
          const { signing } = generations(steps[i] ?? INITIAL_ROTATION);
          assert.ok(generations(now).trusted.includes(signing));
        });
      }),
      { numRuns: 300 },
    );
  });
});
