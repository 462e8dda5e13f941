// End dates of the certificates as a metric: a recording rule for each, since nothing else exposes them.
import type { CertificateExpiry } from "./expiry";

/** Seconds since 1970, with the label `certificate`; `cluster` is the stack's, by Prometheus' external labels. */
export const CERTIFICATE_END = "thanos_fleet:certificate_end_timestamp:seconds";

/** `spec` of a PrometheusRule. */
export const certificateEndRules = (endings: readonly CertificateExpiry[]) => ({
  groups: [
    {
      name: "thanos-fleet-certificate-ends",
      rules: endings.map(({ certificate, end }) => ({
        record: CERTIFICATE_END,
        expr: end,
        labels: { certificate },
      })),
    },
  ],
});
