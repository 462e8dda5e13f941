// The observer's Receive and its certificates, if the configuration has a Receive.
import type * as pulumi from "@pulumi/pulumi";
import type { ReceiveConfig } from "../receive/config";
import { diskOf } from "../../kubernetes/disks";
import { receiveServerName } from "../../kubernetes/names";
import type { CertificateSettings } from "../pki/spec";
import type { Rotation } from "../pki/rotation";
import { LeavingReceiveTrust, ReceiveTrust } from "../pki/receive-trust";
import type { StoredPartArgs } from "../object-store/secret";
import type { ObserverOutputs } from "../../stacks/contract";
import { ThanosReceive } from "../receive/component";

export interface FleetReceiveArgs extends StoredPartArgs {
  readonly cluster: string;
  readonly certificates: CertificateSettings;
  /** Undefined: Receive is not deployed. */
  readonly receive: ReceiveConfig | undefined;
  /** Rotation of its CA in the last `up`, if the configuration no longer has a Receive. */
  readonly leavingReceive: Rotation | undefined;
  /** Clusters that remote-write to Receive, with the CA certificates of each. */
  readonly writers: readonly { readonly name: string; readonly writerCa: string }[];
  /** Published address of docs/runbooks.md, for the links in its alerts. */
  readonly runbookUrl?: string | undefined;
}

export interface FleetReceive {
  /** Outputs for the observees and for the next `up`. */
  readonly outputs: ObserverOutputs["receive"];
  readonly ends: Readonly<Record<string, pulumi.Output<string>>>;
  /** Resources that must be ready before the outputs resolve. */
  readonly outputDependencies: readonly pulumi.CustomResource[];
}

/** Creates Receive even without writers: the first writer needs its address. */
export function fleetReceive(
  name: string,
  args: FleetReceiveArgs,
  opts: pulumi.ComponentResourceOptions,
): FleetReceive | undefined {
  const { receive, leavingReceive, writers, cluster, certificates } = args;
  const trustName = `${name}-trust`;
  const authority = { observer: cluster, certificates };
  if (leavingReceive !== undefined) {
    new LeavingReceiveTrust(trustName, { ...authority, rotation: leavingReceive }, opts);
  }
  if (receive === undefined) {
    return undefined;
  }
  const serverName = receiveServerName(cluster);
  const trust = new ReceiveTrust(
    trustName,
    {
      ...authority,
      namespace: args.namespace,
      runbookUrl: args.runbookUrl,
      serverName,
      rotation: receive.ca,
      writerCas: writers.map(({ writerCa }) => writerCa),
    },
    opts,
  );
  const { address, workload } = new ThanosReceive(
    name,
    { ...args, ...receive, storage: diskOf("receive", args.size, receive.storage) },
    { ...opts, dependsOn: [trust] },
  );
  return {
    outputs: {
      address,
      serverName,
      serverCa: trust.serverCa,
      ca: { ...receive.ca, leafSince: trust.leafSince },
    },
    ends: trust.ends,
    outputDependencies: [trust.secret, workload],
  };
}
