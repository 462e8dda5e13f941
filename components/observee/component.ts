// The observee component: its own metrics, and an edge for the observer alone or remote write to the observer.
import * as pulumi from "@pulumi/pulumi";
import { observeeAlertContext } from "../cluster-metrics/alert-context";
import { hasLeaf } from "../edge/config";
import { observeeNetwork } from "../network-policies/from-config/observee";
import { CONTRACT_SCHEMA, type ObserveeOutputs } from "../../stacks/contract";
import { certificateFingerprint } from "../pki/fingerprint";
import { certificatesOf } from "../pki/pem";
import { certificateSettings } from "../pki/spec";
import { externalAdditions } from "../prometheus/external";
import { IMAGES } from "../../kubernetes/images";
import { alertSender } from "./alert-sender";
import { Alerts } from "../cluster-metrics/alert-rules";
import { NetworkPolicies } from "../network-policies/component";
import type { ObserveeArgs } from "./args";
import { viaRemoteWrite, viaEdge } from "./connection";
import { endDates } from "../pki/expiry-rules";
import { outputsAfter } from "../../stacks/outputs";

export class Observee extends pulumi.ComponentResource {
  static readonly TYPE = "thanos:fleet:Observee";
  /** Stack outputs: the contract with the observer. */
  public readonly outputs: Record<string, unknown>;

  constructor(name: string, args: ObserveeArgs, opts?: pulumi.ComponentResourceOptions) {
    super(Observee.TYPE, name, {}, opts);
    const { cluster, clientCas, receive, serverCertificate } = args;
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
    const { metrics, trust, cas, contract, outputDependencies } =
      args.exposure.kind === "remoteWrite"
        ? viaRemoteWrite(name, all, certificates, this)
        : viaEdge(name, all, args.exposure, certificates, this);
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
      endDates(`${name}-certificate-ends`, args.namespace, ends, after, expiryMetrics);
    }
    const about = {
      cluster,
      clusterUid: metrics.clusterUid,
      trusts: [
        ...clientCas,
        ...[receive, args.observerAlertmanager].flatMap((way) =>
          certificatesOf(way?.serverCa ?? ""),
        ),
      ].map(certificateFingerprint),
      certificateEnds: ends,
      // Also while the observer does not list this cluster: the CAs exist, and the next `up` must know them.
      ...cas,
      ...metrics.outputsForNextUp,
      senderCa: alerting?.trust.ca,
      ...externalAdditions(args),
      rotation:
        serverCertificate.issuer === "self"
          ? { ...serverCertificate.ca, leafSince: trust.leafSince }
          : undefined,
      senderRotation: alerting?.rotation,
    } satisfies ObserveeOutputs;
    // Without `schema` these outputs are no contract: the observer treats the cluster as pending.
    const outputs =
      clientCas.length === 0
        ? about
        : ({
            ...about,
            ...contract,
            schema: CONTRACT_SCHEMA,
            objectStore: metrics.location,
            deleteDelay: args.compact.deleteDelay,
            scrapeInterval: args.prometheus.scrapeInterval,
            kmsKeyArn: metrics.kmsKeyArn,
            thanosVersion: IMAGES.thanos.tag,
          } satisfies ObserveeOutputs);
    this.outputs = outputsAfter([...outputDependencies, ...metrics.outputDependencies], outputs);
    this.registerOutputs(this.outputs);
  }
}
