// An observee: its own metrics, and an edge through which the observer alone reads them, or a push to the observer.
import * as pulumi from "@pulumi/pulumi";
import { CONTRACT_SCHEMA } from "../specs/contract";
import { certificateFingerprint, checksum } from "../specs/fingerprint";
import { NAMES } from "../specs/names";
import { bundle, certificatesOf } from "../specs/pem";
import { certificateSettings, type CertificateSettings } from "../specs/pki/certificates";
import { FIRST, type Rotation } from "../specs/pki/rotation";
import type { ReceiveWayIn } from "../specs/prometheus/remote-write";
import type { ServerCertificateConfig } from "../specs/config/certificates";
import type { EdgeExposure, ObserveeSettings } from "../specs/config/observee";
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
import { WriterTrust } from "./pki/writer-trust";
import { ThanosQuery } from "./thanos/query";

export interface ObserveeArgs extends ObserveeSettings, ClusterMetricsArgs {
  /** CA certificates of the observer for this observee, PEM; with none it is shut out. */
  readonly clientCas: readonly string[];
  /** The observer's Receive, where this cluster pushes to it. */
  readonly receive?: ReceiveWayIn | undefined;
}

/** How the observer comes to this cluster's metrics, or these to the observer. */
interface Way {
  readonly metrics: ClusterMetrics;
  readonly trust: Pick<EdgeTrust, "published" | "leafSince" | "ends">;
  /** What the contract says of it. */
  readonly contract: Record<string, unknown>;
}

export class Observee extends pulumi.ComponentResource {
  static readonly TYPE = "thanos:fleet:Observee";
  /** The stack's outputs: the contract with the observer. */
  public readonly outputs: Record<string, unknown>;

  constructor(name: string, args: ObserveeArgs, opts?: pulumi.ComponentResourceOptions) {
    super(Observee.TYPE, name, {}, opts);
    const { cluster, clientCas, receive, serverCertificate } = args;
    const certificates = certificateSettings(
      args.certificates,
      args.unsafeForTests.alwaysRenew === true,
    );
    const { metrics, trust, contract } =
      args.exposure.kind === "remoteWrite"
        ? this.push(name, args, certificates)
        : this.serve(name, args, args.exposure, certificates);
    const about = {
      cluster,
      clusterUid: metrics.clusterUid,
      trusts: [...clientCas, ...certificatesOf(receive?.serverCa ?? "")].map(
        certificateFingerprint,
      ),
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
            ...contract,
            schema: CONTRACT_SCHEMA,
            objectStore: metrics.location,
            deleteDelay: args.compact.deleteDelay,
            ...(metrics.kmsKeyArn === undefined ? {} : { kmsKeyArn: metrics.kmsKeyArn }),
            thanosVersion: IMAGES.thanos.tag,
          };
    this.registerOutputs(this.outputs);
  }

  /** No way in: Prometheus pushes, with a certificate of this cluster's own. */
  private push(name: string, args: ObserveeArgs, certificates: CertificateSettings): Way {
    const { cluster, receive } = args;
    const trust = new WriterTrust(
      `${name}-trust`,
      { cluster, certificates, rotation: rotationOf(args.serverCertificate) },
      { parent: this },
    );
    const remoteWrite = receive === undefined ? undefined : { receive, writer: trust.leaf };
    const metrics = new ClusterMetrics(
      `${name}-metrics`,
      { ...args, remoteWrite },
      { parent: this },
    );
    trust.watch(args.namespace, metrics.namespace);
    return { metrics, trust, contract: { writerCa: pulumi.all(trust.published).apply(bundle) } };
  }

  /** An edge, which the observer calls; none while the observer does not know this cluster. */
  private serve(
    name: string,
    args: ObserveeArgs,
    exposure: EdgeExposure,
    certificates: CertificateSettings,
  ): Way {
    const serverName = serverNameOf(args.cluster, exposure, args.serverName);
    const metrics = new ClusterMetrics(`${name}-metrics`, args, { parent: this });
    const trust = new EdgeTrust(
      `${name}-trust`,
      { ...args, serverName, certificates },
      { parent: this, dependsOn: [metrics.namespace] },
    );
    if (args.clientCas.length === 0) {
      return { metrics, trust, contract: {} };
    }
    const address = this.open(name, args, exposure, trust, metrics.namespace);
    const serverCa = pulumi.all(trust.published).apply(bundle);
    return {
      metrics,
      trust,
      contract: { address, serverName, ...(trust.published.length === 0 ? {} : { serverCa }) },
    };
  }

  /** The leaf Query and the way in to it; the address to dial. */
  private open(
    name: string,
    { clientCas, ...args }: ObserveeArgs,
    exposure: EdgeExposure,
    trust: EdgeTrust,
    namespaceResource: pulumi.Resource,
  ): pulumi.Output<string> {
    const { namespace } = args;
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

/** Configuration lets a cluster that pushes have a CA of its own only. */
const rotationOf = (certificate: ServerCertificateConfig): Rotation =>
  certificate.issuer === "self" ? certificate.ca : FIRST;
