// Alerts before a certificate of this stack ends.
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { labels } from "../../specs/labels";
import { NAMES } from "../../specs/names";
import { certificateRules } from "../../specs/pki/alerts";
import { MONITORING_API } from "../../specs/prometheus/types";

/** A PrometheusRule over the end dates of the certificates that concern the cluster `of`. */
export const expiryAlerts = (
  name: string,
  of: string,
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
        name: `thanos-certificates-${of}`,
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
