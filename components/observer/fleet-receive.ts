// The observer's Receive with its trust, where configuration asks for one.
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
  /** Not deployed without it. */
  readonly receive: ReceiveConfig | undefined;
  /** Where its CA was left by the last `up`, if configuration has no Receive any more. */
  readonly leavingReceive: Rotation | undefined;
  /** Clusters that push, and the CA certificates of each. */
  readonly writers: readonly { readonly name: string; readonly writerCa: string }[];
  /** Where people read what to do about its alerts. */
  readonly runbookUrl?: string | undefined;
}

/** What others know of it. */
export interface FleetReceive {
  /** For the observees, and for the next `up`. */
  readonly outputs: ObserverOutputs["receive"];
  readonly ends: Readonly<Record<string, pulumi.Output<string>>>;
  /** What has to be there before any of it is told. */
  readonly outputDependencies: readonly pulumi.CustomResource[];
}

/** Makes it, also while nobody writes: its address is what the first writer needs. */
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
