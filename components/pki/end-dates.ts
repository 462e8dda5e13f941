// When the stack's certificates end, for dashboards.
import * as pulumi from "@pulumi/pulumi";
import { labels } from "../../specs/labels";
import { NAMES } from "../../specs/names";
import { certificateEndRules } from "../../specs/pki/end-rules";
import { dated, type Ending } from "../../specs/pki/ends";
import { MONITORING_API } from "../../specs/prometheus/types";
import * as k8s from "../k8s";

/**
 * A PrometheusRule that records the end date of every certificate of the stack; `metered` are those whose end only a
 * metric tells.
 */
export const endDates = (
  name: string,
  namespace: string,
  ends: Readonly<Record<string, pulumi.Output<string>>>,
  opts: pulumi.CustomResourceOptions,
  metered: readonly Ending[] = [],
): k8s.apiextensions.CustomResource =>
  new k8s.apiextensions.CustomResource(
    name,
    {
      apiVersion: MONITORING_API,
      kind: "PrometheusRule",
      metadata: {
        name: NAMES.certificateEnds,
        namespace,
        labels: labels(NAMES.prometheus, "prometheus"),
      },
      spec: pulumi
        .all(ends)
        .apply((dates) =>
          certificateEndRules([
            ...Object.entries(dates).map(([certificate, end]) => dated(certificate, end)),
            ...metered,
          ]),
        ),
    },
    opts,
  );
