// Creates a PrometheusRule. `labelMonitors` adds the labels by which a Prometheus may select it.
import type * as pulumi from "@pulumi/pulumi";
import type { AlertGroup } from "./alert";
import { labels } from "../labels";
import { MONITORING_API } from "../prometheus-operator-types";
import * as k8s from "../k8s";

export interface RulesArgs {
  /** Name of the object. */
  readonly object: string;
  readonly namespace: string;
  readonly spec: pulumi.Input<{ readonly groups: readonly AlertGroup[] }>;
}

/** Creates the object. `spec` may be an output, for alerts that depend on a certificate. */
export const prometheusRule = (
  name: string,
  { object, namespace, spec }: RulesArgs,
  opts: pulumi.CustomResourceOptions,
): k8s.apiextensions.CustomResource =>
  new k8s.apiextensions.CustomResource(
    name,
    {
      apiVersion: MONITORING_API,
      kind: "PrometheusRule",
      metadata: { name: object, namespace, labels: labels("prometheus", "prometheus") },
      spec,
    },
    opts,
  );
