// The PrometheusRule with alerts on certificates of this stack that are about to end.
import type * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { AlertPlace } from "../../../kubernetes/alerts/alert";
import { certificateRules, type ExpiringCertificate } from "./alerts";
import { withEndDate, type CertificateSource } from "./end-dates";
import { prometheusRule } from "../../../kubernetes/alerts/component";

/** Certificates by name. */
export interface Expiring {
  /** End dates, RFC 3339. */
  readonly ends: Readonly<Record<string, pulumi.Input<string>>>;
  readonly kinds: Readonly<Record<string, CertificateSource>>;
}

/**
 * Alerts on certificates that belong to the cluster `about`; the end dates of `metered` are known only from a metric.
 */
export const expiryAlerts = (
  name: string,
  about: string,
  place: AlertPlace,
  { ends, kinds }: Expiring,
  opts: pulumi.CustomResourceOptions,
  metered: readonly ExpiringCertificate[] = [],
): k8s.apiextensions.CustomResource =>
  prometheusRule(
    name,
    {
      object: `thanos-certificates-${about}`,
      namespace: place.namespace,
      spec: pulumi.all(ends).apply((dates) =>
        certificateRules(place, [
          ...Object.entries(kinds).flatMap(([certificate, kind]) => {
            const end = dates[certificate];
            return end === undefined ? [] : [{ ...withEndDate(certificate, end), kind }];
          }),
          ...metered,
        ]),
      ),
    },
    opts,
  );
