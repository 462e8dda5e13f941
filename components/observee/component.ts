// The observee component: its own metrics, and an edge for the observer alone or remote write to the observer.
import * as pulumi from "@pulumi/pulumi";
import { observeeAlertContext } from "../cluster-metrics/alert-context";
import { hasLeaf } from "../edge/config";
import { observeeNetwork } from "../network-policies/from-config/observee";
import { certificateSettings } from "../pki/spec";
import { alertSender } from "./alert-sender";
import { Alerts } from "../cluster-metrics/alert-rules";
import { NetworkPolicies } from "../network-policies/component";
import type { ObserveeArgs } from "./args";
import { viaRemoteWrite, viaEdge } from "./connection";
import { expiryRule } from "../pki/expiry/metrics-component";
import { observeeOutputs } from "./outputs";

export class Observee extends pulumi.ComponentResource {
  static readonly TYPE = "thanos:fleet:Observee";
  /** Stack outputs: the contract with the observer. */
  public readonly outputs: Record<string, unknown>;

  constructor(name: string, args: ObserveeArgs, opts?: pulumi.ComponentResourceOptions) {
    super(Observee.TYPE, name, {}, opts);
    const { cluster, clientCas } = args;
    const settings = certificateSettings(
      args.certificates,
      args.unsafeForTests.alwaysRenew === true,
    );
    const certificates = { ...settings, existingCas: args.existingCas.server };
    const alerting = alertSender(
      `${name}-alerting`,
      args,
      { ...settings, existingCas: args.existingCas.sender },
      this,
    );
    const all = { ...args, sentAlerts: alerting?.sentAlerts };
    const connection =
      args.exposure.kind === "remoteWrite"
        ? viaRemoteWrite(name, all, certificates, this)
        : viaEdge(name, all, args.exposure, certificates, this);
    const { metrics, trust } = connection;
    alerting?.trust.watch(
      { cluster, namespace: args.namespace, ...args.alerts },
      metrics.namespace,
    );
    const edge = args.exposure;
    const hasEdge = edge.kind !== "remoteWrite" && hasLeaf(edge) && clientCas.length > 0;
    new Alerts(
      `${name}-alerts`,
      { context: observeeAlertContext(args, hasEdge) },
      { parent: this, dependsOn: [metrics.namespace] },
    );
    new NetworkPolicies(
      `${name}-network`,
      {
        enabled: args.networkPolicies.enabled,
        network: observeeNetwork(args, clientCas.length > 0),
      },
      { parent: this, dependsOn: [metrics.namespace] },
    );
    const ends = { ...trust.ends, ...alerting?.trust.ends, ...metrics.ends };
    const { expiryMetrics = [] } = trust;
    if (Object.keys(ends).length + expiryMetrics.length > 0) {
      const after = { parent: this, dependsOn: [metrics.namespace] };
      expiryRule(`${name}-certificate-ends`, args.namespace, ends, after, expiryMetrics);
    }
    this.outputs = observeeOutputs(args, connection, alerting, ends);
    this.registerOutputs(this.outputs);
  }
}
