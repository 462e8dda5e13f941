// Alert thresholds of expiring certificates, in hours before their end.
import { hours, renewalWindow } from "../spec";
import type { CertificateSource } from "./end-dates";

export interface Thresholds {
  readonly warning: number;
  readonly critical: number;
}

/**
 * Rotating a CA takes several steps in several stacks; the warning also precedes any leaf cut short by the CA's end.
 */
export const CA_THRESHOLDS: Thresholds = { warning: hours(120), critical: hours(30) };

/** A supplied CA, whose certificate is in the configuration. */
export const SUPPLIED_THRESHOLDS: Thresholds = { warning: hours(30), critical: hours(7) };

/** A leaf of this life is due for renewal by an `up` before any alert fires. */
export const leafThresholds = (leafHours: number): Thresholds => {
  const window = renewalWindow(leafHours);
  return { warning: Math.min(hours(30), window), critical: Math.min(hours(7), window / 4) };
};

/** A certificate that is renewed without an `up`: the warning fires once half of its renewal window has passed. */
export const renewedThresholds = (leafHours: number): Thresholds => {
  const { critical } = leafThresholds(leafHours);
  return { warning: renewalWindow(leafHours) / 2, critical };
};

export const thresholdsOf = (kind: CertificateSource): Thresholds => {
  switch (kind.source) {
    case "leaf":
      return leafThresholds(kind.leafHours);
    case "ca":
      return CA_THRESHOLDS;
    case "supplied":
      return SUPPLIED_THRESHOLDS;
    case "renewed":
      return renewedThresholds(kind.leafHours);
  }
};
