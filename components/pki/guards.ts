// What must be true of the other side before a rotation may take its next step.
import { certificateFingerprint } from "./fingerprint";
import { FIRST, authorities, stepFault, written, type Rotation } from "./rotation";

export interface StepArgs {
  /** Configuration path of the rotation. */
  readonly path: string;
  /** Where the last `up` left it; absent before the first one, and where that knew no rotation. */
  readonly previousRotation: Rotation | undefined;
  readonly wanted: Rotation;
  /** CA certificates that the last `up` handed out, the older first. */
  readonly trustBundle: readonly string[];
  /** Fingerprints of the CAs that the other side says it trusts; absent while it has said nothing. */
  readonly trusted: readonly string[] | undefined;
  /** Who the other side is: `observee "paris"`. */
  readonly other: string;
  /** Since when the leaf of the last `up` has been there, RFC 3339; absent where that did not tell. */
  readonly leafSince: string | undefined;
  /** Seconds until every pod has a changed Secret on its disk. */
  readonly secretDelay: number;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/**
 * A kubelet looks once in a minute and a half at most, and may find what it had kept in memory.
 * https://kubernetes.io/docs/concepts/configuration/secret/#using-secrets-as-files-from-a-pod
 */
export const SECRET_DELAY = "2m";

/** Why the step is refused; undefined when it may be taken. */
export function rotationError(args: StepArgs): string | undefined {
  const { path, wanted, trustBundle, trusted, other } = args;
  // Where nothing was handed out yet, nobody can lose trust in it: any generation may be the first.
  if (args.previousRotation === undefined && trustBundle.length === 0) {
    return wanted.phase === "stable"
      ? undefined
      : `${path} is ${written(wanted)}, but there is no CA yet that another could follow; ` +
          `begin with ${written({ ...wanted, phase: "stable" })}`;
  }
  const before = args.previousRotation ?? FIRST;
  const skipped = stepFault(before, wanted);
  if (skipped !== undefined) {
    return `${path} is ${written(wanted)}, but ${skipped}`;
  }
  if (wanted.phase === "stable" && before.phase !== "stable") {
    return tooSoon(args);
  }
  const cutsOver = wanted.phase === "cutover" && before.phase === "overlap";
  const fresh = trustBundle.at(-1);
  if (!cutsOver || fresh === undefined) {
    return undefined;
  }
  return trusted?.includes(certificateFingerprint(fresh)) === true
    ? undefined
    : `${path} is ${written(wanted)}, but ${other} does not trust the new CA yet; run \`pulumi up\` on it first`;
}

/** In `stable` only one authority stays trusted, so no pod may still show a leaf of the other. */
function tooSoon({ path, wanted, leafSince, secretDelay, now }: StepArgs): string | undefined {
  const age = leafSince === undefined ? secretDelay : (now - Date.parse(leafSince)) / 1000;
  return age >= secretDelay
    ? undefined
    : `${path} is ${written(wanted)}, but pods may still show the certificate from before ${leafSince ?? ""}; ` +
        `run \`pulumi up\` again in ${String(Math.ceil(secretDelay - age))} s`;
}

/**
 * Why an observee may not come again with this rotation; undefined when it may. An authority of its old one that is
 * still in the state would be taken up, and with it every certificate that it ever signed.
 */
export function readmissionFault(
  observee: string,
  leaving: Rotation | undefined,
  wanted: Rotation,
): string | undefined {
  const old = leaving === undefined ? [] : authorities(leaving).published;
  return authorities(wanted).published.some((generation) => old.includes(generation))
    ? `observee "${observee}" was revoked or removed, and its old CA goes with the next \`up\`; run \`pulumi up\` once without it, ` +
        `or give it clientCa: ${written({ generation: Math.max(...old) + 1, phase: "stable" })}`
    : undefined;
}
