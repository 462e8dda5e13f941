// An observee: its own metrics, and an edge through which the observer alone reads them, or a push to the observer.
import * as pulumi from "@pulumi/pulumi";
import { watchedObservee } from "../cluster-metrics/alert-context";
import { hasLeaf } from "../edge/config";
import { observeeNetwork } from "../network-policies/from-config/observee";
import { CONTRACT_SCHEMA } from "../../stacks/contract";
import { certificateFingerprint } from "../pki/fingerprint";
import { certificatesOf } from "../pki/pem";
import { certificateSettings } from "../pki/spec";
import { externalAdditions } from "../prometheus/external";
import { IMAGES } from "../../kubernetes/images";
import { alertSender } from "./alert-sender";
import { Alerts } from "../cluster-metrics/alert-rules";
import { NetworkPolicies } from "../network-policies/component";
import type { ObserveeArgs } from "./args";
import { pushed, served } from "./connection";
import { endDates } from "../pki/expiry-rules";
import { toldAfter } from "../../stacks/outputs";

export class Observee extends pulumi.ComponentResource {
  static readonly TYPE = "thanos:fleet:Observee";
  /** The stack's outputs: the contract with the observer. */
  public readonly outputs: Record<string, unknown>;

  constructor(name: string, args: ObserveeArgs, opts?: pulumi.ComponentResourceOptions) {
    super(Observee.TYPE, name, {}, opts);
    const { cluster, clientCas, receive, serverCertificate } = args;
    const settings = certificateSettings(
      args.certificates,
      args.unsafeForTests.alwaysRenew === true,
    );
    const certificates = { ...settings, standing: args.standing.server };
    const alerting = alertSender(
      `${name}-alerting`,
      args,
      { ...settings, standing: args.standing.sender },
      this,
    );
    const all = { ...args, sentAlerts: alerting?.sentAlerts };
    const { metrics, trust, cas, contract, holders } =
      args.exposure.kind === "remoteWrite"
        ? pushed(name, all, certificates, this)
        : served(name, all, args.exposure, certificates, this);
    alerting?.trust.watch(
      { cluster, namespace: args.namespace, ...args.alerts },
      metrics.namespace,
    );
    const edge = args.exposure;
    const hasEdge = edge.kind !== "remoteWrite" && hasLeaf(edge) && clientCas.length > 0;
    new Alerts(
      `${name}-alerts`,
      { watched: watchedObservee(args, hasEdge) },
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
    const { metered = [] } = trust;
    if (Object.keys(ends).length + metered.length > 0) {
      const after = { parent: this, dependsOn: [metrics.namespace] };
      endDates(`${name}-certificate-ends`, args.namespace, ends, after, metered);
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
      // Also of a cluster that is shut out: its CAs are there, and its next `up` has to know them.
      ...cas,
      ...metrics.memory,
      ...(alerting === undefined ? {} : { senderCa: alerting.trust.ca }),
      ...externalAdditions(args),
      ...(serverCertificate.issuer === "self"
        ? { rotation: { ...serverCertificate.ca, leafSince: trust.leafSince } }
        : {}),
      ...(alerting === undefined ? {} : { senderRotation: alerting.rotation }),
    };
    // Without a schema these outputs are no contract: the observer takes the cluster for pending.
    const outputs =
      clientCas.length === 0
        ? about
        : {
            ...about,
            ...contract,
            schema: CONTRACT_SCHEMA,
            objectStore: metrics.location,
            deleteDelay: args.compact.deleteDelay,
            scrapeInterval: args.prometheus.scrapeInterval,
            ...(metrics.kmsKeyArn === undefined ? {} : { kmsKeyArn: metrics.kmsKeyArn }),
            thanosVersion: IMAGES.thanos.tag,
          };
    this.outputs = toldAfter([...holders, ...metrics.holders], outputs);
    this.registerOutputs(this.outputs);
  }
}
