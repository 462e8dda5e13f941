// Creates Prometheus with its Thanos sidecar as a resource of prometheus-operator, with RBAC, Secrets and Services.
import * as pulumi from "@pulumi/pulumi";
import { labels } from "../../kubernetes/labels";
import { NAMES, PROMETHEUS_RESOURCE } from "../../kubernetes/names";
import { serviceAccount } from "../../kubernetes/objects";
import {
  prometheusMetadata,
  prometheusSpec,
  prometheusWaits,
  type PrometheusSpecArgs,
} from "./spec";
import { ALERTING_KEYS, observerAlertmanagerYaml } from "./alerting";
import { prometheusRules } from "./rbac";
import { SCRAPE_KEY, scrapeConfigs, type ScrapeArgs } from "./scrape-configs";
import {
  prometheusBudget,
  prometheusNodePort,
  prometheusService,
  sidecarService,
} from "./services";
import { MONITORING_API } from "../../kubernetes/prometheus-operator-types";
import { childOptions, workloadOptions } from "../../kubernetes/resource-options";
import * as k8s from "../../kubernetes/k8s";
import { monitorService } from "../../kubernetes/service-monitor";
import { PROMETHEUS, SIDECAR } from "./part";

export interface PrometheusArgs extends PrometheusSpecArgs, ScrapeArgs {
  readonly namespace: string;
  /** NodePort for its web port; none by default. */
  readonly nodePort?: number | undefined;
  /** IAM role with which the sidecar uploads; none where it uses a key pair. */
  readonly roleArn?: pulumi.Input<string> | undefined;
  /** Client certificate for Receive; set together with `receive`. */
  readonly writer?: ClientCertificate | undefined;
  /** Client certificate for the observer's Alertmanager; set together with `observerAlertmanager`. */
  readonly sender?: ClientCertificate | undefined;
}

/** A client certificate and its private key, which is a secret. */
export interface ClientCertificate {
  readonly certPem: pulumi.Output<string>;
  readonly keyPem: pulumi.Output<string>;
}

export class Prometheus extends pulumi.ComponentResource {
  static readonly TYPE = "thanos:prometheus:Prometheus";
  /** The Prometheus resource; it depends on the Secrets that its pods mount. */
  public readonly workload: pulumi.CustomResource;

  constructor(name: string, args: PrometheusArgs, opts?: pulumi.ComponentResourceOptions) {
    super(Prometheus.TYPE, name, {}, opts);
    const child = childOptions(this, opts);
    const { namespace } = args;
    const self = { name: PROMETHEUS.name, namespace, component: PROMETHEUS.component } as const;

    const account = new k8s.core.v1.ServiceAccount(
      `${name}-account`,
      serviceAccount(self, args.roleArn),
      child,
    );
    const access = this.allowDiscovery(name, namespace, child);
    const scrapes = new k8s.core.v1.Secret(
      `${name}-scrapes`,
      {
        metadata: { name: PROMETHEUS.name, namespace, labels: labels(self.name, self.component) },
        stringData: { [SCRAPE_KEY]: scrapeConfigs(args) },
      },
      child,
    );
    const certificates = [...writerSecret(name, args, child), ...senderSecret(name, args, child)];
    this.workload = new k8s.apiextensions.CustomResource(
      name,
      {
        apiVersion: MONITORING_API,
        kind: "Prometheus",
        metadata: prometheusMetadata(PROMETHEUS_RESOURCE, namespace),
        spec: prometheusSpec(args),
      },
      workloadOptions(
        child,
        [account, access, scrapes, ...certificates],
        prometheusWaits(args.replicas),
      ),
    );
    new k8s.core.v1.Service(`${name}-service`, prometheusService(namespace), child);
    if (args.nodePort !== undefined) {
      const service = prometheusNodePort(namespace, args.nodePort);
      new k8s.core.v1.Service(`${name}-node-port`, service, child);
    }
    if (args.replicas > 1) {
      new k8s.policy.v1.PodDisruptionBudget(`${name}-budget`, prometheusBudget(namespace), child);
    }
    new k8s.core.v1.Service(`${name}-sidecar-service`, sidecarService(namespace), child);
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

  /** Cluster-wide read access. The name contains the namespace, so that two fleets can share a cluster. */
  private allowDiscovery(
    name: string,
    namespace: string,
    child: pulumi.CustomResourceOptions,
  ): k8s.rbac.v1.ClusterRoleBinding {
    const metadata = {
      name: `${namespace}-${PROMETHEUS.name}`,
      labels: labels(PROMETHEUS.name, PROMETHEUS.component),
    };
    const role = new k8s.rbac.v1.ClusterRole(
      `${name}-role`,
      { metadata, rules: prometheusRules },
      child,
    );
    return new k8s.rbac.v1.ClusterRoleBinding(
      `${name}-role-binding`,
      {
        metadata,
        roleRef: {
          apiGroup: "rbac.authorization.k8s.io",
          kind: "ClusterRole",
          name: role.metadata.name,
        },
        subjects: [{ kind: "ServiceAccount", name: PROMETHEUS.name, namespace }],
      },
      child,
    );
  }
}

/** Secret of the resource's `remoteWrite`; the operator waits until it exists. */
const writerSecret = (
  name: string,
  { namespace, receive, writer }: PrometheusArgs,
  child: pulumi.CustomResourceOptions,
): pulumi.Resource[] =>
  receive === undefined || writer === undefined
    ? []
    : [
        new k8s.core.v1.Secret(
          `${name}-remote-write`,
          {
            metadata: {
              name: NAMES.remoteWriteTls,
              namespace,
              labels: labels(PROMETHEUS.name, PROMETHEUS.component),
            },
            stringData: {
              "tls.crt": writer.certPem,
              "tls.key": writer.keyPem,
              "ca.crt": receive.serverCa,
            },
          },
          child,
        ),
      ];

/** Secret with everything that Prometheus needs to send alerts to the observer. */
const senderSecret = (
  name: string,
  { namespace, observerAlertmanager: to, sender }: PrometheusArgs,
  child: pulumi.CustomResourceOptions,
): pulumi.Resource[] =>
  to === undefined || sender === undefined
    ? []
    : [
        new k8s.core.v1.Secret(
          `${name}-alerting`,
          {
            metadata: {
              name: NAMES.alerting,
              namespace,
              labels: labels(PROMETHEUS.name, PROMETHEUS.component),
            },
            stringData: {
              [ALERTING_KEYS.cert]: sender.certPem,
              [ALERTING_KEYS.key]: sender.keyPem,
              [ALERTING_KEYS.serverCa]: to.serverCa,
              [ALERTING_KEYS.alertmanagers]: observerAlertmanagerYaml(to),
            },
          },
          child,
        ),
      ];
