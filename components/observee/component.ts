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
import { endDatesOf, expiryMetrics } from "../pki/expiry/component";
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
    // Prometheus, which is made with the namespace, needs certificates whose alerts depend on the namespace.
    const [namespaceResource, resolveNamespace] = pulumi.deferredOutput<pulumi.Resource>();
    const alerting = alertSender(
      `${name}-alerting`,
      {
        ...args,
        certificates: { ...settings, existingCas: existingCas.sender },
        namespaceResource,
      },
      this,
    );
    const all = {
      ...{ ...args, sentAlerts: alerting?.sentAlerts },
      settings: { ...settings, existingCas: existingCas.server },
    };
    const connection =
      args.exposure.kind === "remoteWrite"
        ? viaRemoteWrite(name, all, namespaceResource, this)
        : viaEdge(name, all, args.exposure, this);
    const { metrics, trust } = connection;
    resolveNamespace(pulumi.output(metrics.namespace));
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
    const sender = endDatesOf(alerting?.issued.certificates ?? {});
    const ends = { ...trust.ends, ...sender, ...metrics.ends };
    const { expiryMetrics: metered } = trust.own;
    if (Object.keys(ends).length + metered.length > 0) {
      const after = { parent: this, dependsOn: [metrics.namespace] };
      expiryMetrics(`${name}-certificate-ends`, args.namespace, ends, after, metered);
    }
    this.outputs = observeeOutputs(args, connection, alerting, ends);
    this.registerOutputs(this.outputs);
  }
}
