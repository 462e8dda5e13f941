// Configuration keys of the objects that tell a Prometheus what to scrape and which rules to evaluate.
import { z } from "zod";
import { podLabels } from "../../config/kubernetes-metadata";

export const monitors = z
  .strictObject({
    labels: podLabels
      .optional()
      .describe(
        "Labels of every ServiceMonitor and PrometheusRule, for an existing Prometheus that selects by label: kube-prometheus-stack selects by `release`, with the name of its Helm release. `{}` where it selects all.",
      ),
  })
  .prefault({});
