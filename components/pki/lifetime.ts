// A CA near its end: what it signs ends with it at the latest, and people are told to rotate it.
import { X509Certificate } from "node:crypto";
import { authorities, written, type Rotation } from "./rotation";
import { CA_THRESHOLDS } from "./thresholds";

const DAY = 24;
const HOUR = 3_600_000;

/**
 * Hours that a leaf may live which a CA with so many left signs; an hour is for the `up` that signs it. Whole days, where
 * there are some: what an `up` has signed is left alone by the next one of that day.
 */
export function leafLife(hoursLeft: number): number {
  const life = hoursLeft - 1;
  return life >= DAY ? Math.floor(life / DAY) * DAY : Math.max(1, Math.floor(life));
}

export interface LifetimeArgs {
  /** Configuration path of the rotation. */
  readonly path: string;
  /** Where the last `up` left it, and the CA certificates that it handed out, the older first. */
  readonly previousRotation: Rotation | undefined;
  readonly trustBundle: readonly string[];
  readonly wanted: Rotation;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** What to do about a CA that signs and ends soon; undefined while there is time, or when it is yet to be made. */
export function lifetimeWarning(args: LifetimeArgs): string | undefined {
  const { path, previousRotation, trustBundle, wanted, now } = args;
  const { signing } = authorities(wanted);
  const pem =
    previousRotation && trustBundle[authorities(previousRotation).published.indexOf(signing)];
  if (pem === undefined) {
    return undefined;
  }
  const { validTo } = new X509Certificate(pem);
  if (Date.parse(validTo) - now >= CA_THRESHOLDS.warning * HOUR) {
    return undefined;
  }
  const { generation, phase } = wanted;
  const next: Rotation =
    phase === "overlap"
      ? { generation, phase: "cutover" }
      : { generation: generation + 1, phase: "overlap" };
  return `${path}: the CA that signs ends at ${validTo}, and every certificate of it by then; rotate it: the next step is ${written(next)}`;
}
