// Rotation of a certificate authority with overlap: stable → overlap → cutover → stable, one step per `up`.
import type { Rule } from "../../../config/errors";

/** Phases of a rotation, in their order. */
export const PHASES = ["stable", "overlap", "cutover"] as const;
export type Phase = (typeof PHASES)[number];

/** State of a rotation. */
export interface Rotation {
  /** Counts from 1; in `overlap` and `cutover` the number of the new CA. */
  readonly generation: number;
  readonly phase: Phase;
}

/** State of a CA that was never rotated. */
export const INITIAL_ROTATION: Rotation = { generation: 1, phase: "stable" };

/** State of a CA after the last `up`. */
export interface PreviousCa {
  /** Absent before the first `up`, and if that had no rotation. */
  readonly previousRotation: Rotation | undefined;
  /** CA certificates, oldest first. */
  readonly trustBundle: readonly string[];
}

/** Generations that a rotation needs. */
export interface Generations {
  /** Generations that exist and are in the trust bundle, oldest first. */
  readonly trusted: readonly number[];
  /** Generation that signs the leaf certificate. */
  readonly signing: number;
}

/**
 * In `overlap` both CAs are in the trust bundle while the old one still signs, so that the other side learns the new
 * one. In `cutover` the new one signs, and both stay trusted until every client presents its new certificate.
 */
export function generations({ generation, phase }: Rotation): Generations {
  const [old, now] = [generation - 1, generation];
  switch (phase) {
    case "stable":
      return { trusted: [now], signing: now };
    case "overlap":
      return { trusted: [old, now], signing: old };
    case "cutover":
      return { trusted: [old, now], signing: now };
  }
}

/** Allowed next steps, including staying at this one; a step back is always allowed. */
export function nextSteps({ generation, phase }: Rotation): readonly Rotation[] {
  const stable = { generation, phase: "stable" } as const;
  const overlap = { generation, phase: "overlap" } as const;
  const cutover = { generation, phase: "cutover" } as const;
  switch (phase) {
    case "stable":
      return [stable, { generation: generation + 1, phase: "overlap" }];
    case "overlap":
      return [overlap, cutover, { generation: generation - 1, phase: "stable" }];
    case "cutover":
      return [cutover, stable, overlap];
  }
}

/** Suffix of the names of a generation's resources; empty for the first, whose names predate rotation. */
export const suffixOf = (generation: number): string =>
  generation === 1 ? "" : `-${String(generation)}`;

/** Whether both are the same generation in the same phase. */
export const sameStep = (a: Rotation, b: Rotation): boolean =>
  a.generation === b.generation && a.phase === b.phase;

/** Why `to` cannot follow `from`; undefined if it can. */
export function stepError(from: Rotation, to: Rotation): Rule | undefined {
  const legal = nextSteps(from);
  return legal.some((step) => sameStep(step, to))
    ? undefined
    : {
        rule: "rotation goes stable → overlap → cutover → stable, one step an `up`",
        fix: `after ${formatRotation(from)} comes ${legal
          .filter((step) => !sameStep(step, from))
          .map(formatRotation)
          .join(" or ")}`,
      };
}

/** The rotation as in messages: `{generation: 2, phase: overlap}`. */
export const formatRotation = ({ generation, phase }: Rotation): string =>
  `{generation: ${String(generation)}, phase: ${phase}}`;
