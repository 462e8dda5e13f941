// How a certificate authority is replaced with overlap: stable → overlap → cutover → stable, one step an `up`.

export const PHASES = ["stable", "overlap", "cutover"] as const;
export type Phase = (typeof PHASES)[number];

/** Where an authority stands: which generation it is at or going to, and how far it got. */
export interface Rotation {
  /** Counts from 1. In `overlap` and `cutover` it is the new one's number. */
  readonly generation: number;
  readonly phase: Phase;
}

export const FIRST: Rotation = { generation: 1, phase: "stable" };

/** What a rotation asks for. */
export interface Authorities {
  /** The generations that exist and are handed out, the older first. */
  readonly published: readonly number[];
  /** The one that signs the leaf certificate. */
  readonly signing: number;
}

/**
 * In `overlap` both authorities are handed out while the old one still signs, so that the other side learns of the new
 * one. In `cutover` the new one signs, and both stay trusted until every caller shows its new certificate.
 */
export function authorities({ generation, phase }: Rotation): Authorities {
  const [old, now] = [generation - 1, generation];
  switch (phase) {
    case "stable":
      return { published: [now], signing: now };
    case "overlap":
      return { published: [old, now], signing: old };
    case "cutover":
      return { published: [old, now], signing: now };
  }
}

/** The steps that may follow; a step back is always one. */
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

/** What the name of a generation's resources ends with: nothing for the first, so that later ones leave it as it is. */
export const suffixOf = (generation: number): string =>
  generation === 1 ? "" : `-${String(generation)}`;

export const sameStep = (a: Rotation, b: Rotation): boolean =>
  a.generation === b.generation && a.phase === b.phase;

/** Why `to` cannot follow `from`; undefined when it can. */
export function stepFault(from: Rotation, to: Rotation): string | undefined {
  const legal = nextSteps(from);
  return legal.some((step) => sameStep(step, to))
    ? undefined
    : `rotation goes stable → overlap → cutover → stable, one step an \`up\`: after ${written(from)} comes ${legal
        .filter((step) => !sameStep(step, from))
        .map(written)
        .join(" or ")}`;
}

export const written = ({ generation, phase }: Rotation): string =>
  `{generation: ${String(generation)}, phase: ${phase}}`;
