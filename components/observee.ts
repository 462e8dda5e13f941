// An observee: its own metrics, and an edge through which the observer alone reads them.
import * as pulumi from "@pulumi/pulumi";
import { CONTRACT_SCHEMA } from "../specs/contract";
import { certificateFingerprint, checksum } from "../specs/fingerprint";
import { NAMES } from "../specs/names";
import { bundle } from "../specs/pem";
import { certificateSettings } from "../specs/pki/certificates";
import type { ObserveeSettings } from "../specs/config/observee";
import { sidecars } from "../specs/prometheus/external";
import { leafCertificates } from "../specs/thanos/query";
import { IMAGES } from "../specs/versions";
import {
  ClusterMetrics,
  externalAdditions,
  partArgs,
  type ClusterMetricsArgs,
} from "./cluster-metrics";
import { Exposure, serverNameOf } from "./exposure";
import { EdgeTrust } from "./pki/edge-trust";
import { ThanosQuery } from "./thanos/query";

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
    const { cluster, exposure, clientCas, serverCertificate } = args;
    const serverName = serverNameOf(cluster, exposure, args.serverName);
    const metrics = new ClusterMetrics(`${name}-metrics`, args, { parent: this });
    const certificates = certificateSettings(
      args.certificates,
      args.unsafeForTests.alwaysRenew === true,
    );
    const trust = new EdgeTrust(
      `${name}-trust`,
      { ...args, serverName, certificates },
      { parent: this, dependsOn: [metrics.namespace] },
    );
    const about = {
      cluster,
      clusterUid: metrics.clusterUid,
      trusts: clientCas.map(certificateFingerprint),
      certificateEnds: { ...trust.ends, ...metrics.ends },
      ...externalAdditions(args),
      ...(serverCertificate.issuer === "self"
        ? { rotation: { ...serverCertificate.ca, leafSince: trust.leafSince } }
        : {}),
    };
    // Without a schema these outputs are no contract: the observer takes the cluster for pending.
    this.outputs =
      clientCas.length === 0
        ? about
        : {
            ...about,
            schema: CONTRACT_SCHEMA,
            address: this.open(name, args, trust, metrics.namespace),
            serverName,
            ...(trust.published.length === 0
              ? {}
              : { serverCa: pulumi.all(trust.published).apply(bundle) }),
            objectStore: metrics.location,
            deleteDelay: args.compact.deleteDelay,
            ...(metrics.kmsKeyArn === undefined ? {} : { kmsKeyArn: metrics.kmsKeyArn }),
            thanosVersion: IMAGES.thanos.tag,
          };
    this.registerOutputs(this.outputs);
  }

  /** The leaf Query and the way in to it; the address to dial. */
  private open(
    name: string,
    args: ObserveeArgs,
    trust: EdgeTrust,
    namespaceResource: pulumi.Resource,
  ): pulumi.Output<string> {
    const { namespace, exposure, clientCas } = args;
    // A load balancer only passes bytes on, so the leaf asks for the certificate itself; an Ingress does it for it.
    const mutualTls = exposure.kind === "loadBalancer";
    const leaf = new ThanosQuery(
      `${name}-query-leaf`,
      {
        ...partArgs(args),
        partName: NAMES.leafQuery,
        place: "leaf",
        mutualTls,
        replicas: args.leafQuery.replicas,
        endpoints: [sidecars(namespace, args.externalPrometheus)],
        certificates: mutualTls ? leafCertificates(trust.serverSecret) : [],
        // CAs are read at start only, so the pods roll when they change, and for nothing else.
        ...(mutualTls ? { caChecksum: checksum(bundle(clientCas)) } : {}),
        service: "clusterIP",
      },
      { parent: this, dependsOn: [namespaceResource, trust] },
    );
    const edge = new Exposure(
      `${name}-edge`,
      { namespace, exposure, serverSecret: trust.serverSecret },
      { parent: this, dependsOn: [leaf] },
    );
    return edge.address;
  }
}
