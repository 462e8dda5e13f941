// The ServiceMonitor of a part, whose job label is the name of its Service.
import type { IServiceMonitor } from "@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1";
import type * as pulumi from "@pulumi/pulumi";
import { selectorLabels } from "./labels";
import { MONITORING_API } from "./prometheus-operator-types";
import { metadata } from "./workload";
import * as k8s from "./k8s";

export interface MonitorArgs {
  /** Name of the Service. */
  readonly service: string;
  readonly namespace: string;
  /** `app.kubernetes.io/component` of the monitor. */
  readonly component: string;
  /** Name of the Service's port. */
  readonly port: string;
  /** Scrape interval, as a Prometheus duration. */
  readonly interval: string;
}

/** The object. The label `instance` is `namespace/pod`, which stays the same when the pod's address changes. */
export const serviceMonitor = ({ service: name, port, interval, ...part }: MonitorArgs) =>
  ({
    apiVersion: MONITORING_API,
    kind: "ServiceMonitor",
    metadata: metadata({ name, ...part }),
    spec: {
      selector: { matchLabels: selectorLabels(name) },
      endpoints: [
        {
          port,
          interval,
          relabelings: [
            { sourceLabels: ["namespace", "pod"], separator: "/", targetLabel: "instance" },
          ],
        },
      ],
    },
  }) satisfies IServiceMonitor;

/** Creates the ServiceMonitor. `labelMonitors` adds the labels by which a Prometheus may select it. */
export const monitorService = (
  name: string,
  args: MonitorArgs,
  opts: pulumi.CustomResourceOptions,
): k8s.apiextensions.CustomResource =>
  new k8s.apiextensions.CustomResource(name, serviceMonitor(args), opts);
