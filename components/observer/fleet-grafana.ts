// The observer's Grafana and the dashboards of the fleet.
import type * as pulumi from "@pulumi/pulumi";
import { longest } from "../../kubernetes/duration";
import type { ObserveeContract } from "../../stacks/contract";
import { Grafana } from "../grafana/component";
import { Dashboards } from "../grafana/dashboard/component";
import type { ObserverArgs } from "./args";

/** Creates the dashboards, and Grafana unless the configuration turns it off. */
export function fleetGrafana(
  name: string,
  args: ObserverArgs,
  contracts: readonly ObserveeContract[],
  opts: pulumi.ComponentResourceOptions,
): void {
  new Dashboards(`${name}-dashboards`, { namespace: args.namespace }, opts);
  if (!args.grafana.enabled) {
    return;
  }
  const { scrapeInterval } = args.prometheus;
  const sampleInterval = longest(
    scrapeInterval,
    ...contracts.map((contract) => contract.scrapeInterval ?? scrapeInterval),
  );
  new Grafana(
    `${name}-grafana`,
    { ...args, ...args.grafana, scrapeInterval, sampleInterval },
    opts,
  );
}
