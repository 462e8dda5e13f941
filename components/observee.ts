// An observee: its own metrics, and an edge through which the observer alone reads them.
import * as pulumi from "@pulumi/pulumi";
import { CONTRACT_SCHEMA } from "../specs/contract";
import { everyPod } from "../specs/endpoints";
import { certificateFingerprint, checksum } from "../specs/fingerprint";
import { NAMES } from "../specs/names";
import { bundle } from "../specs/pem";
import type { ObserveeSettings } from "../specs/config/observee";
import { CLIENT_CA_DIR, SERVER_TLS_DIR } from "../specs/thanos/query";
import { IMAGES } from "../specs/versions";
import type { Mounted } from "../specs/workload";
import { ClusterMetrics, partArgs, type ClusterMetricsArgs } from "./cluster-metrics";
import { Exposure, serverNameOf } from "./exposure";
import { EdgeTrust } from "./pki/edge-trust";
import { ThanosQuery } from "./thanos/query";

export interface ObserveeArgs extends ObserveeSettings, ClusterMetricsArgs {
  /** CA certificates of the observer for this observee, PEM. */
  readonly clientCas: readonly string[];
}

export class Observee extends pulumi.ComponentResource {
  static readonly TYPE = "thanos:fleet:Observee";
  /** The stack's outputs: the contract with the observer. */
  public readonly outputs: Record<string, unknown>;

  constructor(name: string, args: ObserveeArgs, opts?: pulumi.ComponentResourceOptions) {
    super(Observee.TYPE, name, {}, opts);
    const { cluster, namespace, exposure, clientCas } = args;
    const serverName = serverNameOf(cluster, exposure, args.serverName);
    const metrics = new ClusterMetrics(`${name}-metrics`, args, { parent: this });
    const child = { parent: this, dependsOn: [metrics.namespace] };

    const trust = new EdgeTrust(
      `${name}-trust`,
      { cluster, namespace, serverName, clientCas },
      child,
    );
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
        endpoints: [everyPod(NAMES.sidecar, namespace)],
        certificates: mutualTls ? CERTIFICATES : [],
        ...(mutualTls ? { caChecksum: checksum(bundle(clientCas)) } : {}),
        service: "clusterIP",
      },
      { parent: this, dependsOn: [metrics.namespace, trust] },
    );
    const edge = new Exposure(
      `${name}-edge`,
      { namespace, exposure },
      { parent: this, dependsOn: [leaf] },
    );

    this.outputs = {
      schema: CONTRACT_SCHEMA,
      cluster,
      address: edge.address,
      serverName,
      serverCa: trust.serverCaPem,
      trusts: clientCas.map(certificateFingerprint),
      objectStore: metrics.location,
      thanosVersion: IMAGES.thanos.tag,
      certificateEnds: { serverCa: trust.ends.ca, server: trust.ends.leaf },
    };
    this.registerOutputs(this.outputs);
  }
}

const CERTIFICATES: readonly Mounted[] = [
  {
    name: "server-tls",
    mountPath: SERVER_TLS_DIR,
    source: { secret: { secretName: NAMES.serverTls } },
  },
  {
    name: "client-ca",
    mountPath: CLIENT_CA_DIR,
    source: { secret: { secretName: NAMES.clientCa } },
  },
];
