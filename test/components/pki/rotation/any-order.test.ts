// Rotations and revocations in any order, with `up`s that fail half-way: no trusted side is rejected, and no revoked CA
// returns.
import * as assert from "node:assert/strict";
import fc from "fast-check";
import { certificateFingerprint } from "../../../../components/pki/certificates/fingerprint";
import { readmissionError, rotationError } from "../../../../components/pki/rotation/step-errors";
import {
  INITIAL_ROTATION,
  PHASES,
  generations,
  nextSteps,
  type Rotation,
} from "../../../../components/pki/rotation/phases";
import { TestAuthority } from "../../../support/authority";
import { samples } from "../../../support/samples";

/** How an `up` ends: as it should, before its outputs are set, or after that, at its deletions. */
const ENDS = ["whole", "half-way", "at its deletions"] as const;
type End = (typeof ENDS)[number];

type Move =
  | { readonly to: "a step"; readonly nth: number; readonly ends: End }
  | { readonly to: "revoke"; readonly ends: End }
  | { readonly to: "readmit"; readonly as: Rotation; readonly ends: End }
  | { readonly to: "other side"; readonly ends: End };

/** Outputs of the owner of a CA, as of its last `up`. */
interface OwnerOutputs {
  /** Absent while the other side is revoked. */
  readonly at?: Rotation | undefined;
  readonly published: readonly string[];
  readonly leaving?: Rotation | undefined;
}

interface Model {
  readonly outputs: OwnerOutputs;
  /** CAs in the owner's state, by generation. */
  readonly state: ReadonlyMap<number, string>;
  /** CAs of the leaves that a pod may present. */
  readonly presented: ReadonlySet<string>;
  /** Fingerprints of the CAs in the other side's output `trusts`. */
  readonly trusted: readonly string[];
  /** Fingerprints of the CAs that every pod of the other side trusts. */
  readonly accepted: readonly string[];
  /** Whether the other side had its last `up` after it was admitted. */
  readonly admitted: boolean;
  /** CAs from before a revocation that signed a presented leaf or were published. */
  readonly revoked: ReadonlySet<string>;
  /** Deletions failed, and are made up for before others fail. */
  readonly undeleted: boolean;
  /** Certificates for authorities that are yet to be made. */
  readonly unused: readonly string[];
}

const prints = new Map<string, string>();
const printOf = (pem: string): string => {
  const print = prints.get(pem) ?? certificateFingerprint(pem);
  prints.set(pem, print);
  return print;
};

const refused = ({ outputs, trusted }: Model, wanted: Rotation): boolean =>
  rotationError({
    ...{
      path: "clientCa",
      previousRotation: outputs.at,
      wanted,
      trustBundle: outputs.published,
      trusted,
    },
    ...{ other: "the other side", leafSince: undefined, secretDelay: 0, now: 0 },
  }) !== undefined ||
  readmissionError({ path: "clientCa", observee: "paris", leaving: outputs.leaving, wanted }) !==
    undefined;

/** An `up` of the owner; one that the guards refuse changes nothing. */
function up(model: Model, wanted: Rotation, ends: End): Model {
  if (refused(model, wanted)) {
    return model;
  }
  const unused = [...model.unused];
  const { trusted, signing } = generations(wanted);
  const made = new Map(
    trusted.map((generation) => [generation, model.state.get(generation) ?? unused.shift() ?? ""]),
  );
  const signer = made.get(signing) ?? "";
  const both = new Map([...model.state, ...made]);
  if (ends === "half-way") {
    return { ...model, unused, state: both, presented: new Set([...model.presented, signer]) };
  }
  const outputs = { at: wanted, published: [...made.values()] };
  const done = { ...model, unused, presented: new Set([signer]) };
  return ends === "whole"
    ? { ...done, outputs, state: made, undeleted: false }
    : {
        ...done,
        outputs: { ...outputs, leaving: model.outputs.leaving },
        state: both,
        undeleted: true,
      };
}

/** An `up` of the owner without the other side: the authority stays for one, the next deletes it. */
function upWithout(model: Model, ends: End): Model {
  const { at, leaving } = model.outputs;
  if (ends === "half-way") {
    return model;
  }
  const kept = new Set(at === undefined ? [] : generations(at).trusted);
  const state = new Map([...model.state].filter(([generation]) => kept.has(generation)));
  return {
    ...model,
    outputs: { published: [], leaving: at ?? (ends === "whole" ? undefined : leaving) },
    state: ends === "whole" ? state : model.state,
    ...{ presented: new Set(), admitted: false, undeleted: ends !== "whole" },
    revoked: new Set([...model.revoked, ...model.outputs.published, ...model.presented]),
  };
}

function play(model: Model, move: Move): Model {
  switch (move.to) {
    case "a step": {
      const { at } = model.outputs;
      const legal = at === undefined ? [] : nextSteps(at);
      const wanted = legal[move.nth % legal.length];
      return wanted === undefined ? upWithout(model, move.ends) : up(model, wanted, move.ends);
    }
    case "revoke":
      return upWithout(model, move.ends);
    case "readmit":
      return model.outputs.at === undefined ? up(model, move.as, move.ends) : model;
    case "other side": {
      const now = model.outputs.published.map(printOf);
      return move.ends === "half-way"
        ? { ...model, accepted: model.accepted.filter((print) => now.includes(print)) }
        : { ...model, trusted: now, accepted: now, admitted: model.outputs.at !== undefined };
    }
  }
}

const ends = fc.constantFrom(...ENDS, "half-way" as const);
/** The second of the steps that may follow goes on. */
const nth = fc.constantFrom(0, 1, 1, 1, 2);
const as = fc.record({
  generation: fc.integer({ min: 1, max: 3 }),
  phase: fc.constantFrom(...PHASES),
});
const move: fc.Arbitrary<Move> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ to: fc.constant("a step"), nth, ends }) },
  { weight: 2, arbitrary: fc.record({ to: fc.constant("other side"), ends }) },
  { weight: 1, arbitrary: fc.record({ to: fc.constant("revoke"), ends }) },
  { weight: 3, arbitrary: fc.record({ to: fc.constant("readmit"), as, ends }) },
);
const MOVES = 30;

describe("rotations and revocations, in any order and however each `up` ends", () => {
  let certificates: readonly string[];
  before("create enough certificates for all CAs", async () => {
    const made = Array.from({ length: 2 * MOVES + 1 }, (_, i) => TestAuthority.make(String(i)));
    certificates = (await Promise.all(made)).map(({ cert }) => cert);
  });

  /** Calls for what is after each move. */
  function always(check: (model: Model) => void): void {
    fc.assert(
      fc.property(fc.array(move, { maxLength: MOVES }), (moves) => {
        const [first = "", ...unused] = certificates;
        const start: Model = {
          outputs: { at: INITIAL_ROTATION, published: [first] },
          state: new Map([[1, first]]),
          presented: new Set([first]),
          ...{ trusted: [printOf(first)], admitted: true },
          accepted: [printOf(first)],
          ...{ revoked: new Set(), undeleted: false, unused },
        };
        moves.reduce((model, next) => {
          const again = model.undeleted && next.ends === "at its deletions";
          const after = play(model, again ? { ...next, ends: "whole" } : next);
          check(after);
          return after;
        }, start);
      }),
      { numRuns: samples(1500) },
    );
  }

  it("pods of the other side accept every certificate that a pod may present, once that was admitted", () => {
    always(({ admitted, presented, accepted }) => {
      assert.ok(!admitted || [...presented].every((pem) => accepted.includes(printOf(pem))));
    });
  });

  it("no CA from before a revocation signs or is published again", () => {
    always(({ revoked, presented, outputs }) => {
      assert.ok([...presented, ...outputs.published].every((pem) => !revoked.has(pem)));
    });
  });
});
