// Connects an observee to the observer: via an edge that the observer calls, or via remote write to its Receive.
import * as pulumi from "@pulumi/pulumi";
import type { ServerCertificateConfig } from "../pki/config";
import { hasLeaf, isTerminating, type EdgeExposure } from "../edge/config";
import { serverNameOf } from "../edge/server-name";
import { bundle } from "../pki/pem";
import type { CertificateSettings } from "../pki/spec";
import { INITIAL_ROTATION, type Rotation } from "../pki/rotation";
import { sidecars } from "../prometheus/external";
import { leafCertificates } from "../query/spec";
import { ClusterMetrics } from "../cluster-metrics/component";
import { Edge } from "../edge/component";
import type { ObserveeArgs } from "./args";
import { EdgeTrust } from "../pki/edge-trust";
import { WriterTrust } from "../pki/writer-trust";
import { partArgs } from "../../kubernetes/part";
import type { ObserveeOutputs } from "../../stacks/outputs";
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
  const { namespace, clientCas, clientName } = args;
  if (clientCas.length === 0 || clientName === undefined) {
    return { metrics, trust, cas, contract: {}, outputDependencies: trust.outputDependencies };
  }
  const opts = { parent, dependsOn: [metrics.namespace, trust] };
  const leaves = hasLeaf(exposure) ? [leafQuery(name, args, exposure, trust, opts)] : [];
  const edge = new Edge(
    `${name}-edge`,
    { namespace, exposure, clientCas, clientName, serverSecret: trust.serverSecret },
    { parent, dependsOn: leaves.length > 0 ? leaves : opts.dependsOn },
  );
  return {
    metrics,
    trust,
    cas,
    contract: { address: edge.address, serverName, exposure: exposure.kind },
    // The workloads, or the objects, that verify client certificates.
    outputDependencies: [
      ...trust.outputDependencies,
      ...leaves.map(({ workload }) => workload),
      edge.entry,
    ],
  };
}

/** The leaf Query behind the edge. */
function leafQuery(
  name: string,
  { clientCas, ...args }: ObserveeArgs,
  exposure: EdgeExposure,
  trust: EdgeTrust,
  opts: pulumi.ComponentResourceOptions,
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
      endpoints: sidecars(args),
      certificates: mutualTls ? leafCertificates(trust.serverSecret) : [],
      // Thanos reads CAs only at start, so a changed CA, and nothing else here, restarts the pods.
      restartTriggers: mutualTls ? { ca: bundle(clientCas) } : undefined,
      service: "clusterIP",
    },
    opts,
  );
}
