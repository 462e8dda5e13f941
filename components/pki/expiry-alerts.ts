// Alerts before a certificate of this stack ends.
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { labels } from "../../specs/labels";
import { NAMES } from "../../specs/names";
import { certificateRules } from "../../specs/pki/alerts";
import { MONITORING_API } from "../../specs/prometheus/types";

/** A PrometheusRule over end dates by certificate. */
export const expiryAlerts = (
  name: string,
  namespace: string,
  ends: Readonly<Record<string, pulumi.Output<string>>>,
  opts: pulumi.CustomResourceOptions,
): k8s.apiextensions.CustomResource =>
  new k8s.apiextensions.CustomResource(
    name,
    {
      apiVersion: MONITORING_API,
      kind: "PrometheusRule",
      metadata: {
        name: "thanos-fleet-certificates",
        namespace,
        labels: labels(NAMES.prometheus, "prometheus"),
      },
      spec: pulumi
        .all(ends)
        .apply((dates) =>
          certificateRules(
            Object.entries(dates).map(([certificate, end]) => ({ certificate, ends: end })),
          ),
        ),
    },
    opts,
  );
