// Alerts on certificates that are about to end: a warning and a critical alert, each for all certificates of a stack.
import { alertRule, type Alert, type AlertPlace } from "../../../kubernetes/alerts/alert";
import type { CertificateSource, Source } from "./end-dates";
import { CERTIFICATE_END, kindLabels } from "./metrics";
import { thresholdsOf, type Thresholds } from "./thresholds";

type AlertText = Pick<Alert, "summary" | "description">;

const HOUR = 3600;

const CERTIFICATE = "{{ $labels.certificate }}";
const EXPIRES =
  "{{ if lt $value 0.0 }}has expired{{ else }}expires in {{ $value | humanizeDuration }}{{ end }}";

const texts = (cluster: string): Readonly<Record<keyof Thresholds, Record<Source, AlertText>>> => {
  const up = `Run \`pulumi up\` on the stack of ${cluster}`;
  const others = {
    ca: {
      summary: `The CA ${CERTIFICATE} ${EXPIRES}.`,
      description: "No `pulumi up` renews it: rotate it, which takes several steps.",
    },
    supplied: {
      summary: `The CA certificate ${CERTIFICATE} of the configuration ${EXPIRES}.`,
      description: `Add the CA that comes after it to that key. ${up}.`,
    },
    renewed: {
      summary: `The certificate ${CERTIFICATE} ${EXPIRES}, and cert-manager has not renewed it.`,
      description: "See what the status of its Certificate says.",
    },
  };
  return {
    warning: {
      ...others,
      leaf: {
        summary: `The certificate ${CERTIFICATE} is due for renewal, and ${EXPIRES}.`,
        description: `${up}, which renews it.`,
      },
    },
    critical: {
      ...others,
      leaf: {
        summary: `The certificate ${CERTIFICATE} ${EXPIRES}, and was due for renewal long ago.`,
        description: `${up}, which renews it; if that fails, see why.`,
      },
    },
  };
};

/** A template that shows the text of the certificate's kind. */
function byKind(all: readonly (readonly [Source, string])[]): string {
  const [first, ...rest] = all;
  const tests = rest.map(([kind, text]) => `{{ else if eq $labels.kind "${kind}" }}${text}`);
  return first === undefined || rest.length === 0
    ? (first?.[1] ?? "")
    : `{{ if eq $labels.kind "${first[0]}" }}${first[1]}${tests.join("")}{{ end }}`;
}

const ALERTS = [
  { alert: "ThanosFleetCertificateEndsSoon", severity: "warning" },
  { alert: "ThanosFleetCertificateEndsVerySoon", severity: "critical" },
] as const;

/** `spec` of a PrometheusRule. Each of `kinds` occurs once; the certificates are data of the recording rules. */
export const certificateAlerts = (place: AlertPlace, kinds: readonly CertificateSource[]) => {
  const sources = [...new Set(kinds.map(({ source }) => source))];
  const secondsLeft = (kind: CertificateSource) => {
    const labels = Object.entries({ ...kindLabels(kind), namespace: place.namespace });
    const matchers = labels.map(([label, value]) => `${label}="${value}"`).join(",");
    return `${CERTIFICATE_END}{${matchers}} - time()`;
  };
  return {
    groups: [
      {
        name: "thanos-fleet-certificates",
        rules: ALERTS.map(({ alert, severity }) => {
          const text = texts(place.cluster)[severity];
          const one = (field: keyof AlertText) =>
            byKind(sources.map((source) => [source, text[source][field]] as const));
          const soon = kinds.map(
            (kind) => `${secondsLeft(kind)} < ${String(thresholdsOf(kind)[severity] * HOUR)}`,
          );
          return alertRule(place, {
            alert,
            expr: `min by (certificate,kind) (${soon.join(" or ")})`,
            for: "5m",
            severity,
            summary: one("summary"),
            description: one("description"),
          });
        }),
      },
    ],
  };
};
