// Outputs of the observer's stack.
import type * as pulumi from "@pulumi/pulumi";
import { outputsAfter, type ObserverOutputs } from "../../stacks/outputs";
import type { ClusterMetrics } from "../cluster-metrics/component";
import type { PartIdentity } from "../object-store/s3/role";
import { leavingOf, trustOutputs, type Trusts } from "../pki/trust/fleet-trust";
import { externalAdditions } from "../prometheus/external";
import type { FleetAlertmanager } from "./alert-receiver";
import type { ObserverArgs } from "./args";
import type { FleetReceive } from "./fleet-receive";
import { membersOf } from "./members";

interface Described {
  readonly metrics: ClusterMetrics;
  readonly trusts: Trusts;
  readonly receive: FleetReceive | undefined;
  readonly alertmanager: FleetAlertmanager | undefined;
  readonly reader: PartIdentity;
  readonly expiry: Readonly<Record<string, pulumi.Output<string>>>;
}

/** The contract with the observees, and what the next `up` reads. Resolves once what it describes is ready. */
export function observerOutputs(
  args: ObserverArgs,
  { metrics, trusts, receive, alertmanager, reader, expiry }: Described,
  querying: readonly pulumi.CustomResource[],
): Record<string, pulumi.Output<unknown>> {
  const dependencies = [
    ...trusts.map(({ client }) => client.secret),
    ...querying,
    ...(receive?.outputDependencies ?? []),
    ...metrics.outputDependencies,
  ];
  const { alertmanagerAddress } = metrics;
  return outputsAfter(dependencies, {
    cluster: args.cluster,
    clusterUid: metrics.clusterUid,
    ...trustOutputs(args.observees, trusts),
    ...metrics.outputsForNextUp,
    members: membersOf(args, metrics.clusterUid),
    certificateEnds: expiry,
    receive: receive?.outputs,
    alertmanager:
      alertmanagerAddress === undefined ? undefined : alertmanager?.outputs(alertmanagerAddress),
    storeReaderRoleArn: reader.roleArn,
    ...leavingOf(args),
    ...externalAdditions(args),
  } satisfies ObserverOutputs);
}
