// Connects an observee to the observer: via an edge that the observer calls, or via remote write to its Receive.
import * as pulumi from "@pulumi/pulumi";
import type { ServerCertificateConfig } from "../pki/config";
import { hasLeaf, isTerminating, type EdgeExposure } from "../edge/config";
import { serverNameOf } from "../edge/server-name";
import { bundle } from "../pki/certificates/pem";
import type { CertificateSettings } from "../pki/spec";
import { INITIAL_ROTATION, type Rotation } from "../pki/rotation/phases";
import { sidecars } from "../prometheus/external";
import { leafCertificates } from "../query/spec";
import { ClusterMetrics } from "../cluster-metrics/component";
import { Edge } from "../edge/component";
import type { ObserveeArgs } from "./args";
import { EdgeTrust } from "../pki/trust/edge-trust";
import { WriterTrust } from "../pki/trust/writer-trust";
import { partArgs } from "../../kubernetes/part";
import type { ObserveeOutputs } from "../../stacks/contract";
import { ThanosQuery } from "../query/component";
import { LEAF_QUERY } from "../query/part";

export interface Connection {
  readonly metrics: ClusterMetrics;
  readonly trust: Pick<EdgeTrust, "trustBundle" | "leafSince" | "ends"> &
    Partial<Pick<EdgeTrust, "expiryMetrics">>;
  /** Output with the CA certificates, under the key for their use. */
  readonly cas: Pick<ObserveeOutputs, "serverCa" | "writerCa">;
  /** Outputs that are part of the contract only. */
  readonly contract: Pick<ObserveeOutputs, "address" | "serverName" | "exposure">;
  /** Resources that must be ready before the outputs resolve. */
  readonly outputDependencies: readonly pulumi.CustomResource[];
}

/** Without an edge: Prometheus remote-writes, with a client certificate of this cluster's own CA. */
export function viaRemoteWrite(
  name: string,
  args: ObserveeArgs,
  certificates: CertificateSettings,
  parent: pulumi.Resource,
): Connection {
  const { cluster, receive } = args;
  const trust = new WriterTrust(
    `${name}-trust`,
    { cluster, certificates, rotation: rotationOf(args.serverCertificate) },
    { parent },
  );
  const remoteWrite = receive === undefined ? undefined : { receive, writer: trust.leaf };
  const metrics = new ClusterMetrics(`${name}-metrics`, { ...args, remoteWrite }, { parent });
  const { namespace } = args;
  trust.watch({ cluster, namespace, ...args.alerts }, metrics.namespace);
  const writerCa = pulumi.all(trust.trustBundle).apply(bundle);
  return { metrics, trust, cas: { writerCa }, contract: {}, outputDependencies: [] };
}

/** The configuration allows a cluster that remote-writes no issuer but `self`. */
const rotationOf = (certificate: ServerCertificateConfig): Rotation =>
  certificate.issuer === "self" ? certificate.ca : INITIAL_ROTATION;

interface Waiting {
  readonly parent: pulumi.Resource;
  readonly dependsOn: pulumi.Resource[];
}

/** Deploys the edge that the observer calls; no edge while the observer does not list this cluster. */
export function viaEdge(
  name: string,
  args: ObserveeArgs,
  exposure: EdgeExposure,
  certificates: CertificateSettings,
  parent: pulumi.Resource,
): Connection {
  const serverName = serverNameOf(args.cluster, exposure, args.serverName);
  const metrics = new ClusterMetrics(`${name}-metrics`, args, { parent });
  const trust = new EdgeTrust(
    `${name}-trust`,
    { ...args, ...args.alerts, serverName, certificates },
    { parent, dependsOn: [metrics.namespace] },
  );
  const serverCa = pulumi.all(trust.trustBundle).apply(bundle);
  const cas = trust.trustBundle.length === 0 ? {} : { serverCa };
  const { clientName } = args;
  if (args.clientCas.length === 0 || clientName === undefined) {
    return { metrics, trust, cas, contract: {}, outputDependencies: trust.outputDependencies };
  }
  const { address, holders } = open(name, { ...args, clientName }, exposure, trust, {
    parent,
    dependsOn: [metrics.namespace, trust],
  });
  return {
    metrics,
    trust,
    cas,
    contract: { address, serverName, exposure: exposure.kind },
    outputDependencies: [...trust.outputDependencies, ...holders],
  };
}

/**
 * Deploys the edge and the leaf Query behind it. Returns the address to dial and the output dependencies: the workload
 * or object that verifies client certificates.
 */
function open(
  name: string,
  { clientCas, clientName, ...args }: ObserveeArgs & { readonly clientName: string },
  exposure: EdgeExposure,
  trust: EdgeTrust,
  opts: Waiting,
): { readonly address: pulumi.Output<string>; readonly holders: pulumi.CustomResource[] } {
  const { namespace } = args;
  const leaves = hasLeaf(exposure)
    ? [leaf(name, { clientCas, ...args }, exposure, trust, opts)]
    : [];
  const before = leaves.length > 0 ? leaves : opts.dependsOn;
  const edge = new Edge(
    `${name}-edge`,
    { namespace, exposure, clientCas, clientName, serverSecret: trust.serverSecret },
    { ...opts, dependsOn: before },
  );
  return { address: edge.address, holders: [...leaves.map((leaf) => leaf.workload), edge.door] };
}

function leaf(
  name: string,
  { clientCas, ...args }: ObserveeArgs,
  exposure: EdgeExposure,
  trust: EdgeTrust,
  opts: Waiting,
): ThanosQuery {
  // If the edge passes TLS through, the leaf Query verifies clients; a terminating controller does so itself.
  const mutualTls = !isTerminating(exposure);
  return new ThanosQuery(
    `${name}-query-leaf`,
    {
      ...partArgs(args),
      partName: LEAF_QUERY.name,
      role: "leaf",
      mutualTls,
      replicas: args.leafQuery.replicas,
      endpoints: [sidecars(args)],
      certificates: mutualTls ? leafCertificates(trust.serverSecret) : [],
      // Thanos reads CAs only at start, so a changed CA, and nothing else here, restarts the pods.
      restartTriggers: mutualTls ? { ca: bundle(clientCas) } : undefined,
      service: "clusterIP",
    },
    opts,
  );
}
