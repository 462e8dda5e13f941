// An observee: its own metrics, and an edge through which the observer alone reads them.
import * as pulumi from "@pulumi/pulumi";
import { CONTRACT_SCHEMA } from "../specs/contract";
import { certificateFingerprint } from "../specs/fingerprint";
import { bundle } from "../specs/pem";
import { certificateSettings } from "../specs/pki/certificates";
import type { ObserveeSettings } from "../specs/config/observee";
import { IMAGES } from "../specs/versions";
import { ClusterMetrics, type ClusterMetricsArgs } from "./cluster-metrics";
import { Edge } from "./edge";
import { serverNameOf } from "./exposure";
import { expiryAlerts } from "./pki/expiry-alerts";
import { ServerCertificate } from "./pki/server-certificate";

export interface ObserveeArgs extends ObserveeSettings, ClusterMetricsArgs {
  /** CA certificates of the observer for this observee, PEM; with none there is no edge. */
  readonly clientCas: readonly string[];
}

export class Observee extends pulumi.ComponentResource {
  static readonly TYPE = "thanos:fleet:Observee";
  /** The stack's outputs: the contract with the observer. */
  public readonly outputs: Record<string, unknown>;

  constructor(name: string, args: ObserveeArgs, opts?: pulumi.ComponentResourceOptions) {
    super(Observee.TYPE, name, {}, opts);
    const { cluster, namespace, exposure, clientCas, serverCertificate } = args;
    const serverName = serverNameOf(cluster, exposure, args.serverName);
    const metrics = new ClusterMetrics(`${name}-metrics`, args, { parent: this });
    const child = { parent: this, dependsOn: [metrics.namespace] };

    const server = new ServerCertificate(
      `${name}-server`,
      {
        cluster,
        namespace,
        serverName,
        serverCertificate,
        certificates: certificateSettings(
          args.certificates,
          args.unsafeForTests.alwaysRenew === true,
        ),
      },
      child,
    );
    expiryAlerts(`${name}-expiry`, cluster, namespace, server.ends, child);
    const about = {
      cluster,
      trusts: clientCas.map(certificateFingerprint),
      certificateEnds: server.ends,
      ...(serverCertificate.issuer === "self" ? { rotation: serverCertificate.ca } : {}),
    };
    if (clientCas.length === 0) {
      // Without a schema these outputs are no contract: the observer takes the cluster for pending.
      this.outputs = about;
    } else {
      const edge = new Edge(
        `${name}-edge`,
        { ...args, serverSecret: server.secretName },
        { parent: this, dependsOn: [metrics.namespace, server] },
      );
      this.outputs = {
        ...about,
        schema: CONTRACT_SCHEMA,
        address: edge.address,
        serverName,
        ...(server.published.length === 0
          ? {}
          : { serverCa: pulumi.all(server.published).apply(bundle) }),
        objectStore: metrics.location,
        thanosVersion: IMAGES.thanos.tag,
      };
    }
    this.registerOutputs(this.outputs);
  }
}
