// The check that every connected cluster, and the observer itself, is in the fleet's answers.
import type * as pulumi from "@pulumi/pulumi";
import { partArgs } from "../../kubernetes/part";
import { FleetCheck } from "../fleet-check/component";
import { fleetCheckGroup } from "../fleet-check/rules";
import type { ObserverArgs } from "./args";

/** Creates the check for `clusters`. It sends alerts only if this stack has an Alertmanager. */
export const fleetCheck = (
  name: string,
  args: ObserverArgs,
  clusters: readonly string[],
  opts: pulumi.ComponentResourceOptions,
): FleetCheck => {
  const { cluster, alerts, alertmanager, ruler } = args;
  return new FleetCheck(
    name,
    {
      ...partArgs(args),
      groups: [fleetCheckGroup({ cluster, ...alerts }, clusters)],
      alerts: alertmanager !== undefined,
      queryUrl: ruler?.queryUrl,
    },
    opts,
  );
};
