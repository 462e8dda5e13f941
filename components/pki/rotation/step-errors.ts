// Checks that a CA's rotation may take its next step, given the other side's state.
import type { ConfigError } from "../../../config/errors";
import { certificateFingerprint } from "../certificates/fingerprint";
import {
  INITIAL_ROTATION,
  formatRotation,
  generations,
  stepError,
  type PreviousCa,
  type Rotation,
} from "./phases";

/** A step of a rotation, and what the other side knows of it. */
export interface StepArgs extends PreviousCa {
  /** Configuration path of the rotation. */
  readonly path: string;
  /** Rotation in the configuration. */
  readonly wanted: Rotation;
  /** Fingerprints of the CAs that the other side trusts; absent if it has no outputs yet. */
  readonly trusted: readonly string[] | undefined;
  /** The other side in messages: `observee "paris"`. */
  readonly other: string;
  /** Start of the validity of the last `up`'s leaf, RFC 3339; absent if that had no such output. */
  readonly leafSince: string | undefined;
  /** Seconds until a changed Secret is on the disk of every pod. */
  readonly secretDelay: number;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/**
 * Default time, as a Prometheus duration, until every pod has a changed Secret on its disk. By default the kubelet
 * syncs a pod at least every 90 s, and may then still use a cached copy of the Secret.
 * https://kubernetes.io/docs/concepts/configuration/secret/#using-secrets-as-files-from-a-pod
 */
export const SECRET_DELAY = "2m";

/** The error if the step is not allowed yet; undefined if it is. */
export function rotationError(args: StepArgs): ConfigError | undefined {
  const { path, wanted, trustBundle, trusted, other } = args;
  const step = { path, value: formatRotation(wanted) };
  // No CA is in use yet, so no peer can lose its trust: any generation may be the first.
  if (args.previousRotation === undefined && trustBundle.length === 0) {
    return wanted.phase === "stable"
      ? undefined
      : {
          ...step,
          rule: "there is no CA yet to rotate",
          fix: `begin with ${formatRotation({ ...wanted, phase: "stable" })}`,
        };
  }
  const before = args.previousRotation ?? INITIAL_ROTATION;
  const skipped = stepError(before, wanted);
  if (skipped !== undefined) {
    return { ...step, ...skipped };
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
    : {
        ...step,
        rule: `${other} does not trust the new CA yet`,
        fix: "run `pulumi up` on it first",
      };
}

/** In `stable` only one CA stays trusted, so no pod may still present a leaf of the other. */
function tooSoon({ path, wanted, leafSince, secretDelay, now }: StepArgs): ConfigError | undefined {
  const age = leafSince === undefined ? secretDelay : (now - Date.parse(leafSince)) / 1000;
  return age >= secretDelay
    ? undefined
    : {
        path,
        value: formatRotation(wanted),
        rule: `pods may still present the certificate from before ${leafSince ?? ""}`,
        fix: `run \`pulumi up\` again in ${String(Math.ceil(secretDelay - age))} s`,
      };
}

/**
 * The error if an observee may not return with this rotation; undefined if it may. A CA from before its removal that is
 * still in the state would be used again, and every certificate that it ever signed would be valid again.
 */
export function readmissionError({
  path,
  wanted,
  observee,
  leaving,
}: Pick<StepArgs, "path" | "wanted"> & {
  readonly observee: string;
  readonly leaving: Rotation | undefined;
}): ConfigError | undefined {
  const old = leaving === undefined ? [] : generations(leaving).trusted;
  return generations(wanted).trusted.some((generation) => old.includes(generation))
    ? {
        path,
        value: formatRotation(wanted),
        rule: `observee "${observee}" was revoked or removed, and the next \`up\` deletes its old CA`,
        fix: `run \`pulumi up\` once without it, or use ${formatRotation({ generation: Math.max(...old) + 1, phase: "stable" })}`,
      }
    : undefined;
}
