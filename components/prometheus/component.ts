// Creates Prometheus with its Thanos sidecar as a resource of prometheus-operator, with RBAC, Secrets and Services.
import * as pulumi from "@pulumi/pulumi";
import { disruptionBudget, nodePortService, serviceAccount } from "../../kubernetes/objects";
import {
  prometheusMetadata,
  prometheusSpec,
  prometheusTimeouts,
  type PrometheusSpecArgs,
} from "./spec";
import { clientCertificates, type ClientCertificateArgs } from "./client-certificates";
import { allowDiscovery } from "./rbac";
import { SCRAPE_KEY, scrapeConfigs, type ScrapeArgs } from "./scrape-configs";
import {
  NODE_PORT_TARGET,
  prometheusPart,
  prometheusService,
  sidecarService,
  shardService,
  sidecarServices,
} from "./services";
import { MONITORING_API } from "../../kubernetes/prometheus-operator-types";
import { childOptions, workloadOptions } from "../../kubernetes/resource-options";
import * as k8s from "../../kubernetes/k8s";
import { metadata } from "../../kubernetes/workload";
import { monitorService } from "../../kubernetes/service-monitor";
import { PROMETHEUS, SIDECAR } from "./part";

export interface PrometheusArgs extends PrometheusSpecArgs, ScrapeArgs, ClientCertificateArgs {
  readonly namespace: string;
  /** NodePort for its web port; none by default. */
  readonly nodePort?: number | undefined;
  /** IAM role with which the sidecar uploads; none where it uses a key pair. */
  readonly roleArn?: pulumi.Input<string> | undefined;
}

export class Prometheus extends pulumi.ComponentResource {
  static readonly TYPE = "thanos:prometheus:Prometheus";
  /** The Prometheus resource; it depends on the Secrets that its pods mount. */
  public readonly workload: pulumi.CustomResource;

  constructor(name: string, args: PrometheusArgs, opts?: pulumi.ComponentResourceOptions) {
    super(Prometheus.TYPE, name, {}, opts);
    const child = childOptions(this, opts);
    const { namespace } = args;
    const part = prometheusPart(namespace);

    const account = new k8s.core.v1.ServiceAccount(
      `${name}-account`,
      serviceAccount(part, args.roleArn),
      child,
    );
    const access = allowDiscovery(name, namespace, child);
    const scrapes = new k8s.core.v1.Secret(
      `${name}-scrapes`,
      { metadata: metadata(part), stringData: { [SCRAPE_KEY]: scrapeConfigs(args) } },
      child,
    );
    const certificates = clientCertificates(name, args, child);
    this.workload = new k8s.apiextensions.CustomResource(
      name,
      {
        apiVersion: MONITORING_API,
        kind: "Prometheus",
        metadata: prometheusMetadata(namespace),
        spec: prometheusSpec(args),
      },
      workloadOptions(
        child,
        [account, access, scrapes, ...certificates],
        prometheusTimeouts(args.replicas),
      ),
    );
    new k8s.core.v1.Service(`${name}-service`, prometheusService(namespace), child);
    if (args.nodePort !== undefined) {
      const service = nodePortService(part, args.nodePort, NODE_PORT_TARGET);
      new k8s.core.v1.Service(`${name}-node-port`, service, child);
    }
    if (args.replicas > 1) {
      // One pod at a time may be evicted, across all shards.
      const budget = disruptionBudget(part, PROMETHEUS.pods);
      new k8s.policy.v1.PodDisruptionBudget(`${name}-budget`, budget, child);
    }
    new k8s.core.v1.Service(`${name}-sidecar-service`, sidecarService(namespace), child);
    if (args.shards > 1) {
      sidecarServices(args.shards).forEach((service, i) => {
        const shard = shardService(namespace, service, i);
        new k8s.core.v1.Service(`${name}-sidecar-service-${String(i)}`, shard, child);
      });
    }
    const scraped = { namespace, interval: args.scrapeInterval };
    monitorService(
      `${name}-monitor`,
      { ...scraped, service: PROMETHEUS.name, component: PROMETHEUS.component, port: "web" },
      child,
    );
    monitorService(
      `${name}-sidecar-monitor`,
      { ...scraped, service: SIDECAR.name, component: SIDECAR.component, port: "http" },
      child,
    );
    this.registerOutputs({});
  }
}
