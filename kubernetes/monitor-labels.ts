// Adds labels to every object that a Prometheus of the operator selects.
import type * as pulumi from "@pulumi/pulumi";
import { z } from "zod";

const SELECTED = new Set([
  "PodMonitor",
  "Probe",
  "PrometheusRule",
  "ScrapeConfig",
  "ServiceMonitor",
]);

const ofKind = z.looseObject({ kind: z.string() });
const selected = z.looseObject({
  metadata: z.looseObject({ labels: z.record(z.string(), z.string()) }),
});

/**
 * A transformation for the component of the role, so that no part has to know of the labels. The parts' own labels stay.
 * Throws for a selected object whose labels are not plain values.
 * https://www.pulumi.com/docs/iac/concepts/resources/options/transformations/
 */
export const labelMonitors =
  (labels: Readonly<Record<string, string>>): pulumi.ResourceTransformation =>
  ({ props, opts }) => {
    if (!SELECTED.has(ofKind.safeParse(props).data?.kind ?? "")) {
      return undefined;
    }
    const { metadata, ...rest } = selected.parse(props);
    return {
      props: { ...rest, metadata: { ...metadata, labels: { ...labels, ...metadata.labels } } },
      opts,
    };
  };
