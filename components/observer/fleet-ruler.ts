// The observer's Ruler, which uses the observer's own Query, bucket and Alertmanager.
import type * as pulumi from "@pulumi/pulumi";
import type { ObserverArgs } from "./args";
import { partArgs } from "../../kubernetes/part";
import type { ClusterMetrics } from "../cluster-metrics/component";
import { ownIdentity } from "../object-store/s3/workload-identity";
import { ThanosRule } from "../ruler/component";

/** Length of a block: the default of Thanos, and of Prometheus. */
const BLOCK_DURATION = "2h";

interface FleetRulerArgs extends ObserverArgs {
  readonly metrics: ClusterMetrics;
}

/** Creates the Ruler if the configuration has one. */
export function fleetRuler(
  name: string,
  { metrics, ...args }: FleetRulerArgs,
  parent: pulumi.Resource,
): void {
  const { cluster, ruler } = args;
  if (ruler === undefined) {
    return;
  }
  const identity = ownIdentity(name, "ruler", args, metrics.kmsKeyArn, { parent });
  new ThanosRule(
    `${name}-rule`,
    {
      ...partArgs(args),
      ...ruler,
      blockDuration: args.unsafeForTests.blockDuration ?? BLOCK_DURATION,
      alerts: args.alertmanager !== undefined,
      objstore: metrics.objstore,
      roleArn: identity.annotation,
    },
    { parent, dependsOn: [metrics.namespace, ...identity.dependsOn(cluster)] },
  );
}
