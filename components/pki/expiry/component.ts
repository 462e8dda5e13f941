// The PrometheusRules on certificates of this stack: alerts before they end, and their end dates for dashboards.
import type * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { AlertPlace } from "../../../kubernetes/alerts/alert";
import { prometheusRule } from "../../../kubernetes/alerts/component";
import { NAMES } from "../../../kubernetes/names";
import { certificateRules, type ExpiringCertificate } from "./alerts";
import { withEndDate, type CertificateExpiry, type DatedCertificates } from "./end-dates";
import { certificateEndRules } from "./metrics";

/** End dates by certificate name, RFC 3339. */
export type EndDates = Readonly<Record<string, pulumi.Output<string>>>;

export const endDatesOf = (certificates: DatedCertificates): EndDates =>
  Object.fromEntries(
    Object.entries(certificates).map(([name, { ends }]) => [name, pulumi.output(ends)]),
  );

/** Alerts on certificates of the cluster `about`; the end dates of `metered` are known only from a metric. */
export const expiryAlerts = (
  name: string,
  about: string,
  place: AlertPlace,
  certificates: DatedCertificates,
  opts: pulumi.CustomResourceOptions,
  metered: readonly ExpiringCertificate[] = [],
): k8s.apiextensions.CustomResource =>
  prometheusRule(
    name,
    {
      object: `thanos-certificates-${about}`,
      namespace: place.namespace,
      spec: pulumi.output(certificates).apply((dated) =>
        certificateRules(place, [
          ...Object.entries(dated).map(([certificate, { ends, kind }]) => ({
            ...withEndDate(certificate, ends),
            kind,
          })),
          ...metered,
        ]),
      ),
    },
    opts,
  );

/** Records the end dates of all certificates of the stack; those of `metered` are known only from a metric. */
export const expiryMetrics = (
  name: string,
  namespace: string,
  ends: EndDates,
  opts: pulumi.CustomResourceOptions,
  metered: readonly CertificateExpiry[] = [],
): k8s.apiextensions.CustomResource =>
  prometheusRule(
    name,
    {
      object: NAMES.certificateEnds,
      namespace,
      spec: pulumi
        .all(ends)
        .apply((dates) =>
          certificateEndRules([
            ...Object.entries(dates).map(([certificate, end]) => withEndDate(certificate, end)),
            ...metered,
          ]),
        ),
    },
    opts,
  );
