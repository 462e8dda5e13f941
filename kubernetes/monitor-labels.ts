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

const object = z.looseObject({
  kind: z.string().optional(),
  metadata: z.looseObject({ labels: z.record(z.string(), z.string()).optional() }).optional(),
});

/**
 * A transformation for the component of the role, so that no part has to know of the labels. The parts' own labels stay.
 * https://www.pulumi.com/docs/iac/concepts/resources/options/transformations/
 */
export const labelMonitors =
  (labels: Readonly<Record<string, string>>): pulumi.ResourceTransformation =>
  ({ props, opts }) => {
    const { success, data } = object.safeParse(props);
    return success && SELECTED.has(data.kind ?? "")
      ? {
          props: {
            ...data,
            metadata: { ...data.metadata, labels: { ...labels, ...data.metadata?.labels } },
          },
          opts,
        }
      : undefined;
  };
