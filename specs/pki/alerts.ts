// Alerts on certificates that end: a rule object with one alert for each certificate and each term.

/** A certificate as the rule sees it. */
export interface Ending {
  /** What it is: `client/paris`. */
  readonly certificate: string;
  /** End date, RFC 3339. */
  readonly ends: string;
}

const DAY = 86_400;
const TERMS = [
  { alert: "ThanosFleetCertificateEndsSoon", days: 30, severity: "warning" },
  { alert: "ThanosFleetCertificateEndsVerySoon", days: 7, severity: "critical" },
] as const;

const unixSeconds = (rfc3339: string): number => Math.floor(Date.parse(rfc3339) / 1000);

/** `spec` of a PrometheusRule. */
export const certificateRules = (endings: readonly Ending[]) => ({
  groups: [
    {
      name: "thanos-fleet-certificates",
      rules: endings.flatMap(({ certificate, ends }) =>
        TERMS.map(({ alert, days, severity }) => ({
          alert,
          expr: `vector(${String(unixSeconds(ends))}) - time() < ${String(days * DAY)}`,
          for: "5m",
          labels: { severity, certificate },
          annotations: {
            summary: `The certificate ${certificate} ends in less than ${String(days)} days.`,
            description: `It ends at ${ends}. Run \`pulumi up\` on this stack; a certificate authority is rotated instead.`,
          },
        })),
      ),
    },
  ],
});
