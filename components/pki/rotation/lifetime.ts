// Limits leaf certificates to the remaining life of their CA, and warns when a CA is due for rotation.
import { X509Certificate } from "node:crypto";
import { formatRotation, generations, type PreviousCa, type Rotation } from "./phases";
import { CA_THRESHOLDS } from "../expiry/thresholds";

const DAY = 24;
const HOUR = 3_600_000;

/**
 * Maximum life in hours of a leaf whose CA has `hoursLeft`, less one hour for the `up` that signs it. Whole days if
 * there are any, so that the next `up` on the same day does not sign it again.
 */
export function leafLife(hoursLeft: number): number {
  const life = hoursLeft - 1;
  return life >= DAY ? Math.floor(life / DAY) * DAY : Math.max(1, Math.floor(life));
}

/** A CA as configured and as the last `up` left it. */
export interface LifetimeArgs extends PreviousCa {
  /** Configuration path of the rotation. */
  readonly path: string;
  /** Rotation in the configuration. */
  readonly wanted: Rotation;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Warning for a signing CA that ends soon; undefined if there is time left, or if the CA does not exist yet. */
export function lifetimeWarning(args: LifetimeArgs): string | undefined {
  const { path, previousRotation, trustBundle, wanted, now } = args;
  const { signing } = generations(wanted);
  const pem =
    previousRotation && trustBundle[generations(previousRotation).trusted.indexOf(signing)];
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
  return `${path}: the signing CA expires at ${validTo}, and every certificate that it signs by then; rotate it: the next step is ${formatRotation(next)}`;
}
