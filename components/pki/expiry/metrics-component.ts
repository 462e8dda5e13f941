// The PrometheusRule that records the end dates of the stack's certificates for dashboards.
import * as pulumi from "@pulumi/pulumi";
import { labels } from "../../../kubernetes/labels";
import { NAMES } from "../../../kubernetes/names";
import { certificateEndRules } from "./metrics";
import { withEndDate, type CertificateExpiry } from "./end-dates";
import { MONITORING_API } from "../../../kubernetes/prometheus-operator-types";
import * as k8s from "../../../kubernetes/k8s";
import { PROMETHEUS } from "../../prometheus/part";

/** Records the end dates of all certificates of the stack; those of `metered` are known only from a metric. */
export const expiryRule = (
  name: string,
  namespace: string,
  ends: Readonly<Record<string, pulumi.Output<string>>>,
  opts: pulumi.CustomResourceOptions,
  metered: readonly CertificateExpiry[] = [],
): k8s.apiextensions.CustomResource =>
  new k8s.apiextensions.CustomResource(
    name,
    {
      apiVersion: MONITORING_API,
      kind: "PrometheusRule",
      metadata: {
        name: NAMES.certificateEnds,
        namespace,
        labels: labels(PROMETHEUS.name, PROMETHEUS.component),
      },
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
