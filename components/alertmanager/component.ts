// Creates Alertmanager as a resource of prometheus-operator, with its Secrets, Services and edge.
import * as pulumi from "@pulumi/pulumi";
import { CONFIG_KEY, alertmanagerYaml } from "./config-file";
import {
  NODE_PORT_TARGET,
  alertmanagerMetadata,
  alertmanagerPart,
  alertmanagerService,
  alertmanagerSpec,
} from "./spec";
import type { AlertmanagerConfig } from "./config";
import { NAMES } from "../../kubernetes/names";
import { disruptionBudget, nodePortService, serviceAccount } from "../../kubernetes/objects";
import { MONITORING_API } from "../../kubernetes/prometheus-operator-types";
import { metadata } from "../../kubernetes/workload";
import { AlertmanagerEdge, type AlertmanagerEdgeArgs } from "./edge";
import { childOptions, workloadOptions } from "../../kubernetes/resource-options";
import * as k8s from "../../kubernetes/k8s";
import { monitorService } from "../../kubernetes/service-monitor";
import { ALERTMANAGER } from "./part";

export interface AlertmanagerArgs extends AlertmanagerConfig {
  readonly namespace: string;
  /** Image reference. */
  readonly image: string;
  /** How often Prometheus scrapes it, as a Prometheus duration. */
  readonly scrapeInterval: string;
  /** Secrets of the receivers, by the names with which `receivers` refer to them. */
  readonly secrets: Readonly<Record<string, pulumi.Output<string>>>;
  /** Edge for alerts of other clusters; none by default. */
  readonly edge?: AlertmanagerEdgeArgs | undefined;
}

/** The Alertmanager resource with its configuration, Services, disruption budget, monitor and, if configured, edge. */
export class Alertmanager extends pulumi.ComponentResource {
  static readonly TYPE = "thanos:prometheus:Alertmanager";
  /** `host:port` that other clusters dial; undefined without an edge. */
  public readonly edgeAddress: pulumi.Output<string> | undefined;
  /** The Alertmanager resource; it depends on the files that its pods mount. */
  public readonly workload: pulumi.CustomResource;

  constructor(name: string, args: AlertmanagerArgs, opts?: pulumi.ComponentResourceOptions) {
    super(Alertmanager.TYPE, name, {}, opts);
    const child = childOptions(this, opts);
    const { namespace } = args;
    const part = alertmanagerPart(namespace);

    const account = new k8s.core.v1.ServiceAccount(`${name}-account`, serviceAccount(part), child);
    const config = new k8s.core.v1.Secret(
      `${name}-config`,
      { metadata: metadata(part), stringData: { [CONFIG_KEY]: alertmanagerYaml(args) } },
      child,
    );
    const secrets = new k8s.core.v1.Secret(
      `${name}-secrets`,
      {
        metadata: { ...metadata(part), name: NAMES.alertmanagerSecrets },
        stringData: { ...args.secrets },
      },
      child,
    );
    const edge =
      args.edge === undefined ? undefined : new AlertmanagerEdge(`${name}-edge`, args.edge, child);
    this.workload = new k8s.apiextensions.CustomResource(
      name,
      {
        apiVersion: MONITORING_API,
        kind: "Alertmanager",
        metadata: alertmanagerMetadata(namespace),
        spec: alertmanagerSpec({ ...args, edge: edge?.inPods }),
      },
      workloadOptions(child, [account, config, secrets, ...(edge?.files ?? [])]),
    );
    new k8s.core.v1.Service(`${name}-service`, alertmanagerService(namespace), child);
    if (args.nodePort !== undefined) {
      const service = nodePortService(part, args.nodePort, NODE_PORT_TARGET);
      new k8s.core.v1.Service(`${name}-node-port`, service, child);
    }
    if (args.replicas > 1) {
      const budget = disruptionBudget(part, ALERTMANAGER.pods);
      new k8s.policy.v1.PodDisruptionBudget(`${name}-budget`, budget, child);
    }
    monitorService(
      `${name}-monitor`,
      { ...part, service: part.name, port: "web", interval: args.scrapeInterval },
      child,
    );
    this.edgeAddress = edge?.address;
    this.registerOutputs({ edgeAddress: this.edgeAddress });
  }
}
