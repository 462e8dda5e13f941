// Creates the ServiceMonitor of a Service.
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
  /** Scrape interval. */
  readonly interval: string;
}

/** Monitors the Service's pods, for any Prometheus that selects all monitors. */
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
