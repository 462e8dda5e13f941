// Alerts on certificates that are about to end: a warning and a critical alert for each certificate.
import { alertRule, type Alert, type AlertPlace } from "../../../kubernetes/alerts/alert";
import type { CertificateExpiry, CertificateSource } from "./end-dates";
import {
  CA_THRESHOLDS,
  SUPPLIED_THRESHOLDS,
  leafThresholds,
  renewedThresholds,
  type Thresholds,
} from "./thresholds";

export type ExpiringCertificate = CertificateExpiry & { readonly kind: CertificateSource };

type AlertText = Pick<Alert, "summary" | "description">;

const HOUR = 3600;

/** Uses the largest unit of which there are at least two. */
const formatHours = (hours: number): string => {
  const [n, unit] =
    hours >= 48 ? [hours / 24, "days"] : hours >= 2 ? [hours, "hours"] : [hours * 60, "minutes"];
  return `${String(Math.round(n))} ${unit}`;
};

const thresholdsOf = (kind: CertificateSource): Thresholds => {
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

/** Summary and description of the alert that fires `hours` before the end. */
function alertText(
  { certificate, kind, ends }: ExpiringCertificate,
  severity: keyof Thresholds,
  hours: number,
): AlertText {
  const soon = `expires in less than ${formatHours(hours)}`;
  const at = ends === undefined ? "" : `It expires at ${ends}. `;
  switch (kind.source) {
    case "leaf":
      return severity === "warning"
        ? {
            summary: `The certificate ${certificate} is due for renewal.`,
            description: `${at}Run \`pulumi up\` on this stack, which renews it.`,
          }
        : {
            summary: `The certificate ${certificate} ${soon}, and was due for renewal long ago.`,
            description: `${at}Run \`pulumi up\` on this stack, which renews it; if that fails, see why.`,
          };
    case "ca":
      return {
        summary: `The CA ${certificate} ${soon}.`,
        description: `${at}No \`pulumi up\` renews it: rotate it, which takes several steps.`,
      };
    case "supplied":
      return {
        summary: `The CA certificate ${certificate} of the configuration ${soon}.`,
        description: `${at}Add the CA that comes after it to that key, and run \`pulumi up\`.`,
      };
    case "renewed":
      return {
        summary: `The certificate ${certificate} ${soon}, and cert-manager has not renewed it.`,
        description: "See what the status of its Certificate says.",
      };
  }
}

const ALERTS = [
  { alert: "ThanosFleetCertificateEndsSoon", severity: "warning" },
  { alert: "ThanosFleetCertificateEndsVerySoon", severity: "critical" },
] as const;

/** `spec` of a PrometheusRule. */
export const certificateRules = (
  context: Pick<AlertPlace, "cluster" | "runbookUrl">,
  certificates: readonly ExpiringCertificate[],
) => ({
  groups: [
    {
      name: "thanos-fleet-certificates",
      rules: certificates.flatMap((expiring) =>
        ALERTS.map(({ alert, severity }) => {
          const hours = thresholdsOf(expiring.kind)[severity];
          return alertRule(context, {
            alert,
            expr: `${expiring.end} - time() < ${String(hours * HOUR)}`,
            for: "5m",
            severity,
            labels: { certificate: expiring.certificate },
            ...alertText(expiring, severity, hours),
          });
        }),
      ),
    },
  ],
});
