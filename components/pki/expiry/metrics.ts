// Recording rules with the certificates' end dates, since nothing else exposes them.
import type { CertificateExpiry } from "./end-dates";

/** Seconds since 1970, with the label `certificate`; Prometheus' external labels add the stack's `cluster`. */
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
