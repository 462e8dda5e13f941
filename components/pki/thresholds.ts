// When somebody has to be told that a certificate ends, in hours before it.
import { hours, renewalWindow } from "./spec";

export interface Thresholds {
  readonly warning: number;
  readonly critical: number;
}

/** A CA's rotation takes several steps in several stacks; and no leaf is cut short before somebody was told. */
export const CA_THRESHOLDS: Thresholds = { warning: hours(120), critical: hours(30) };

/** A CA of somebody else's, of which configuration has the certificate. */
export const SUPPLIED_THRESHOLDS: Thresholds = { warning: hours(30), critical: hours(7) };

/** A leaf of this life is due for renewal by an `up` before anybody is told. */
export const leafThresholds = (leafHours: number): Thresholds => {
  const window = renewalWindow(leafHours);
  return { warning: Math.min(hours(30), window), critical: Math.min(hours(7), window / 4) };
};

/** One that is renewed without an `up` should never come near its end: half of the time in which it is due is over. */
export const renewedThresholds = (leafHours: number): Thresholds => {
  const { critical } = leafThresholds(leafHours);
  return { warning: renewalWindow(leafHours) / 2, critical };
};
