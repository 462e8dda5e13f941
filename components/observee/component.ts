// The observee component: its own metrics, and an edge for the observer alone or remote write to the observer.
import * as pulumi from "@pulumi/pulumi";
import { hasLeaf } from "../edge/config";
import { observeeNetwork } from "../network-policies/from-config/observee";
import { certificateSettings } from "../pki/spec";
import { observeeAlertContext } from "./alert-context";
import { alertSender } from "./alert-sender";
import { Alerts } from "../cluster-metrics/alert-rules";
import { NetworkPolicies } from "../network-policies/component";
import type { ObserveeArgs } from "./args";
import { viaRemoteWrite, viaEdge } from "./connection";
import { certificateRules, endDatesOf } from "../pki/expiry/component";
import { observeeOutputs } from "./outputs";

/** All resources of an observee. */
export class Observee extends pulumi.ComponentResource {
  static readonly TYPE = "thanos:fleet:Observee";
  /** Stack outputs: the contract with the observer, and what the next `up` reads. */
  public readonly outputs: Record<string, unknown>;

  constructor(name: string, args: ObserveeArgs, opts?: pulumi.ComponentResourceOptions) {
    super(Observee.TYPE, name, {}, opts);
    const { clientCas, existingCas } = args;
    const settings = certificateSettings(
      args.certificates,
      args.unsafeForTests.alwaysRenew === true,
    );
    const alerting = alertSender(
      `${name}-alerting`,
      {
        ...args,
        certificates: { ...settings, existingCas: existingCas.sender },
      },
      this,
    );
    const all = {
      ...{ ...args, sentAlerts: alerting?.sentAlerts },
      settings: { ...settings, existingCas: existingCas.server },
    };
    const connection =
      args.exposure.kind === "remoteWrite"
        ? viaRemoteWrite(name, all, this)
        : viaEdge(name, all, args.exposure, this);
    const { metrics, trust } = connection;
    const edge = args.exposure;
    const hasLeafQuery = edge.kind !== "remoteWrite" && hasLeaf(edge) && clientCas.length > 0;
    new Alerts(
      `${name}-alerts`,
      { context: observeeAlertContext(args, hasLeafQuery) },
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
    const certificates = {
      ...trust.own.certificates,
      ...alerting?.issued.certificates,
      ...metrics.certificates,
    };
    certificateRules(
      `${name}-certificates`,
      { ...args, ...args.alerts },
      certificates,
      { parent: this, dependsOn: [metrics.namespace] },
      trust.own.expiryMetrics,
    );
    this.outputs = observeeOutputs(args, connection, alerting, endDatesOf(certificates));
    this.registerOutputs(this.outputs);
  }
}
