// Recording rules with the certificates' end dates, since nothing else exposes them: one rule for each kind.
import type { RecordingRule } from "../../../kubernetes/alerts/alert";
import { constantSeries } from "../../../kubernetes/alerts/vectors";
import type { CertificateSource, ExpiringCertificate, Source } from "./end-dates";

/**
 * Seconds since 1970, with the label `certificate`, and those of its kind. `cluster` is the stack's, by Prometheus'
 * external labels; two stacks in one Kubernetes cluster differ by `namespace`.
 */
export const CERTIFICATE_END = "thanos_fleet:certificate_end_timestamp:seconds";

/** Labels on which the time of the alerts depends: near its CA's end a leaf is issued for less than the usual life. */
export const kindLabels = (kind: CertificateSource): Readonly<Record<string, string>> =>
  "leafHours" in kind
    ? { kind: kind.source, lifetime: `${String(kind.leafHours)}h` }
    : { kind: kind.source };

/** The certificates are data of one expression, so that the number of rules does not grow with the fleet. */
export const certificateEndRule = (
  namespace: string,
  source: Source,
  expiring: readonly ExpiringCertificate[],
): RecordingRule => {
  const lifetimes = [...new Set(expiring.map(({ kind }) => kindLabels(kind)["lifetime"]))];
  const sameLife = lifetimes.map((lifetime) => {
    const ends = series(expiring.filter(({ kind }) => kindLabels(kind)["lifetime"] === lifetime));
    return lifetime === undefined ? ends : `label_replace(${ends},"lifetime","${lifetime}","","")`;
  });
  return {
    record: CERTIFICATE_END,
    expr: sameLife.join(" or "),
    labels: { namespace, kind: source },
  };
};

/** End dates with the label `certificate`. */
function series(expiring: readonly ExpiringCertificate[]): string {
  const known = expiring.flatMap(({ certificate: name, end }) =>
    typeof end === "number" ? [{ name, value: end }] : [],
  );
  const metered = expiring.flatMap(({ certificate, end }) =>
    typeof end === "string" ? [`label_replace(${end},"certificate","${certificate}","","")`] : [],
  );
  return [...(known.length > 0 ? [constantSeries("certificate", known)] : []), ...metered].join(
    " or ",
  );
}
