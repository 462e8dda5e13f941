// Faults, each with what injects and what repairs it: pods that are killed or stopped, packets that get lost, outages.
import type { Cluster } from "../../../lab/cluster/machines";
import { PROMETHEUS } from "../../../components/prometheus/part";
import { WAYS } from "./outage-kinds";
import { filterMachine, filterPods, type Rule } from "./packets";
import { bringBack, takeAway, type Workload } from "./workloads";

export interface Fault {
  readonly inject: () => Promise<unknown>;
  readonly repair: () => Promise<unknown>;
}

/** Port of every edge of the lab. */
export const EDGE_PORT = 443;

/** The pod of a cluster's Prometheus and its sidecar. */
export const prometheus = (cluster: string): Workload => ({
  ...{ cluster, name: PROMETHEUS.name, resource: "prometheus", replicas: 1 },
});

export const killed = (workload: Workload, leave = 0): Fault => ({
  inject: () => takeAway(workload, "killed", leave),
  repair: () => bringBack(workload),
});

export const stopped = (workload: Workload): Fault => ({
  inject: () => takeAway(workload, "stopped"),
  repair: () => bringBack(workload),
});

/** In the network of a whole machine. */
export const onMachine = (machine: string, rule: Rule): Fault => ({
  inject: () => filterMachine(machine, "--insert", rule),
  repair: () => filterMachine(machine, "--delete", rule),
});

/** In the network of each pod. */
export const inPods = (workload: Workload, rule: Rule): Fault => ({
  inject: () => filterPods(workload, "--insert", rule),
  repair: () => filterPods(workload, "--delete", rule),
});

/** One of `WAYS`. */
export const outage = (way: string, of: Cluster): Fault => ({
  inject: async () => WAYS[way]?.away(of),
  repair: async () => WAYS[way]?.back(of),
});
