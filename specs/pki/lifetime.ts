// No leaf certificate outlives the authority that signs it: an authority near its end is rotated first.
import { X509Certificate } from "node:crypto";
import { authorities, FIRST, written, type Rotation } from "./rotation";

export interface LifetimeArgs {
  /** Configuration path of the rotation. */
  readonly path: string;
  /** Where the last `up` left it, and the CA certificates that it handed out, the older first. */
  readonly before: Rotation | undefined;
  readonly published: readonly string[];
  readonly wanted: Rotation;
  /** Life of a leaf certificate, in hours. */
  readonly leafHours: number;
  /** Milliseconds since 1970. */
  readonly now: number;
}

const HOUR = 3_600_000;

/** Why nothing may be signed any more; undefined when it may, or when the authority is yet to be made. */
export function lifetimeFault(args: LifetimeArgs): string | undefined {
  const { path, before = FIRST, published, wanted, leafHours, now } = args;
  const { signing } = authorities(wanted);
  const pem = published[authorities(before).published.indexOf(signing)];
  if (pem === undefined) {
    return undefined;
  }
  // In `stable` there must be a leaf's life left beside: in `overlap` the old authority still signs.
  const needed = (wanted.phase === "stable" ? 2 : 1) * leafHours * HOUR;
  const { validTo } = new X509Certificate(pem);
  if (Date.parse(validTo) - now >= needed) {
    return undefined;
  }
  const next: Rotation =
    wanted.phase === "overlap"
      ? { generation: wanted.generation, phase: "cutover" }
      : { generation: wanted.generation + 1, phase: "overlap" };
  return `${path}: the CA that signs ends at ${validTo}, and a certificate of it could outlive it; go on with ${written(next)}`;
}
