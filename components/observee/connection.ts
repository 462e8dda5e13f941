// Connects an observee to the observer: via an edge that the observer calls, or via remote write to its Receive.
import * as pulumi from "@pulumi/pulumi";
import { hasLeaf, isTerminating, type EdgeExposure } from "../edge/config";
import { serverNameOf } from "../edge/server-name";
import { bundle } from "../pki/certificates/pem";
import type { CertificateSettings } from "../pki/spec";
import { sidecars } from "../prometheus/external";
import { leafCertificates } from "../query/spec";
import { ClusterMetrics } from "../cluster-metrics/component";
import { Edge } from "../edge/component";
import type { ObserveeArgs } from "./args";
import { serverSecretOf } from "../pki/certificates/server-secret";
import { ObserveeTrust } from "../pki/trust/observee-trust";
import { partArgs } from "../../kubernetes/part";
import type { ObserveeOutputs } from "../../stacks/outputs";
import { ThanosQuery } from "../query/component";
import { LEAF_QUERY } from "../query/part";

/** What either kind of connection creates. */
export interface Connection {
  /** The cluster's own components. */
  readonly metrics: ClusterMetrics;
  /** The certificates of the connection. */
  readonly trust: ObserveeTrust;
  /**
   * Output with the CA certificates that the observer must trust: `serverCa` of an edge, `writerCa` of remote write.
   */
  readonly cas: Pick<ObserveeOutputs, "serverCa" | "writerCa">;
  /** Outputs that only an observee with an edge has; empty without one. */
  readonly contract: Pick<ObserveeOutputs, "address" | "serverName" | "exposure">;
  /** Resources that must be ready before the outputs resolve. */
  readonly outputDependencies: readonly pulumi.CustomResource[];
}

interface ConnectionArgs extends ObserveeArgs {
  readonly settings: CertificateSettings;
}

/** Without an edge: Prometheus remote-writes, with a client certificate of this cluster's own CA. */
export function viaRemoteWrite(
  name: string,
  args: ConnectionArgs,
  parent: pulumi.Resource,
): Connection {
  const { receive, settings } = args;
  const trust = new ObserveeTrust(
    `${name}-trust`,
    { ...args, certificates: settings, serverName: undefined },
    { parent },
  );
  const writer = trust.own.leaf;
  const remoteWrite = receive && writer && { receive, writer };
  const metrics = new ClusterMetrics(`${name}-metrics`, { ...args, remoteWrite }, { parent });
  const writerCa = pulumi.all(trust.own.trustBundle).apply(bundle);
  return { metrics, trust, cas: { writerCa }, contract: {}, outputDependencies: [] };
}

/** Deploys the edge that the observer calls; no edge while the observer does not list this cluster. */
export function viaEdge(
  name: string,
  args: ConnectionArgs,
  exposure: EdgeExposure,
  parent: pulumi.Resource,
): Connection {
  const serverName = serverNameOf(args.cluster, exposure, args.serverName);
  const metrics = new ClusterMetrics(`${name}-metrics`, args, { parent });
  const trust = new ObserveeTrust(
    `${name}-trust`,
    { ...args, serverName, certificates: args.settings },
    { parent, dependsOn: [metrics.namespace] },
  );
  const { trustBundle, outputDependencies } = trust.own;
  const serverCa = pulumi.all(trustBundle).apply(bundle);
  const cas = trustBundle.length === 0 ? {} : { serverCa };
  const { namespace, clientCas, clientName } = args;
  if (clientCas.length === 0 || clientName === undefined) {
    return { metrics, trust, cas, contract: {}, outputDependencies };
  }
  const opts = { parent, dependsOn: [metrics.namespace, trust] };
  const leaves = hasLeaf(exposure) ? [leafQuery(name, args, exposure, opts)] : [];
  const serverSecret = serverSecretOf(args.serverCertificate);
  const edge = new Edge(
    `${name}-edge`,
    { namespace, exposure, clientCas, clientName, serverSecret },
    { parent, dependsOn: leaves.length > 0 ? leaves : opts.dependsOn },
  );
  return {
    metrics,
    trust,
    cas,
    contract: { address: edge.address, serverName, exposure: exposure.kind },
    // The workloads, or the objects, that verify client certificates.
    outputDependencies: [
      ...outputDependencies,
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
  opts: pulumi.ComponentResourceOptions,
): ThanosQuery {
  // If the edge passes TLS through, the leaf Query verifies clients; a terminating controller does so itself.
  const mutualTls = !isTerminating(exposure);
  return new ThanosQuery(
    `${name}-query-leaf`,
    {
      ...partArgs(args),
      definition: LEAF_QUERY,
      role: "leaf",
      mutualTls,
      replicas: args.leafQuery.replicas,
      endpoints: sidecars(args),
      certificates: mutualTls ? leafCertificates(serverSecretOf(args.serverCertificate)) : [],
      // Thanos reads CAs only at start, so a changed CA, and nothing else here, restarts the pods.
      restartTriggers: mutualTls ? { ca: bundle(clientCas) } : undefined,
      service: "clusterIP",
    },
    opts,
  );
}
