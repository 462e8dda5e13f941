// The ServiceMonitor of one Service.
import type * as pulumi from "@pulumi/pulumi";
import { serviceMonitorMetadata, serviceMonitorSpec } from "./service-monitor-spec";
import { MONITORING_API } from "./prometheus-operator-types";
import * as k8s from "./k8s";

export interface MonitorArgs {
  readonly service: string;
  readonly namespace: string;
  readonly component: string;
  /** Name of the Service's port. */
  readonly port: string;
  /** How often it is scraped. */
  readonly interval: string;
}

/** Has the Service's pods scraped by whichever Prometheus selects everything. */
export const monitorService = (
  name: string,
  { service, namespace, component, port, interval }: MonitorArgs,
  opts: pulumi.CustomResourceOptions,
): k8s.apiextensions.CustomResource =>
  new k8s.apiextensions.CustomResource(
    name,
    {
      apiVersion: MONITORING_API,
      kind: "ServiceMonitor",
      metadata: serviceMonitorMetadata(service, namespace, component),
      spec: serviceMonitorSpec(service, port, interval),
    },
    opts,
  );
