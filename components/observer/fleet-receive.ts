// The observer's Receive and its certificates, if the configuration has a Receive.
import type * as pulumi from "@pulumi/pulumi";
import { diskOf } from "../../kubernetes/disks";
import { receiveServerName } from "../../kubernetes/names";
import type { DatedCertificates } from "../pki/expiry/end-dates";
import { ReceiveTrust } from "../pki/trust/receive-trust";
import type { ClusterMetrics } from "../cluster-metrics/component";
import { partArgs } from "../../kubernetes/part";
import { ownIdentity } from "../object-store/s3/workload-identity";
import type { FleetPartArgs } from "./args";
import type { ObserverOutputs } from "../../stacks/outputs";
import { ThanosReceive } from "../receive/component";

/** The deployed Receive. */
export interface FleetReceive {
  /** Outputs for the observees and for the next `up`. */
  readonly outputs: ObserverOutputs["receive"];
  readonly certificates: DatedCertificates;
  readonly workload: pulumi.CustomResource;
  /** Resources that must be ready before the outputs resolve. */
  readonly outputDependencies: readonly pulumi.CustomResource[];
}

/** Creates Receive if it is configured, even without writers: the first writer needs its address. */
export function fleetReceive(
  name: string,
  args: FleetPartArgs & { readonly metrics: ClusterMetrics },
  parent: pulumi.Resource,
): FleetReceive | undefined {
  const { receive, leavingReceive, metrics, connected, cluster, namespace, certificates } = args;
  const trustName = `${name}-receive-trust`;
  const serverName = receiveServerName(cluster);
  const common = { cluster, namespace, certificates, serverName };
  if (receive === undefined) {
    if (leavingReceive !== undefined) {
      const retired = { ...common, rotation: leavingReceive, writerCas: undefined };
      new ReceiveTrust(trustName, retired, { parent, dependsOn: [metrics.namespace] });
    }
    return undefined;
  }
  const identity = ownIdentity(name, "receive", args, metrics.kmsKeyArn, { parent });
  const opts = { parent, dependsOn: [metrics.namespace, ...identity.dependsOn(cluster)] };
  const writers = connected.flatMap(({ name: writer, contract: { writerCa } }) =>
    writerCa === undefined ? [] : [{ name: writer, writerCa }],
  );
  const writerCas = writers.map(({ writerCa }) => writerCa);
  const trust = new ReceiveTrust(trustName, { ...common, rotation: receive.ca, writerCas }, opts);
  const { address, workload } = new ThanosReceive(
    `${name}-receive`,
    {
      ...{ ...partArgs(args), ...receive, objstore: metrics.objstore, cluster },
      writers,
      storage: diskOf("receive", args.size, receive.storage),
      roleArn: identity.annotation,
    },
    { ...opts, dependsOn: [trust] },
  );
  const { server } = trust;
  return (
    server && {
      outputs: {
        ...{ address, serverName, serverCa: server.caBundle },
        ca: { ...receive.ca, leafSince: server.leaf.since },
      },
      certificates: server.certificates,
      workload,
      outputDependencies: [server.secret, workload],
    }
  );
}
