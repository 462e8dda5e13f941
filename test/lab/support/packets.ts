// Packet filters in the network of a machine or of pods: connections that are refused, or packets that get lost.
import * as assert from "node:assert/strict";
import { pidOf } from "../../../lab/cluster/daemons";
import { run, tryRun } from "../../../lab/run";
import { podsOf, processesOf, type Workload } from "./workloads";

/** Without the action that adds or removes it. */
export interface Rule {
  readonly table: "raw" | "filter";
  readonly chain: string;
  readonly match: readonly string[];
}

export type Action = "--insert" | "--delete";

const tcpTo = (port: number): string[] => ["--protocol", "tcp", "--dport", String(port)];

/** Loses what comes in for a port, before connections are tracked: open ones are cut off, too. */
export const drop = (port: number): Rule => ({
  ...{ table: "raw", chain: "PREROUTING", match: [...tcpTo(port), "--jump", "DROP"] },
});

/** Ends connections to a port, open ones, too; `from` is an interface. */
export const refuse = (port: number, from?: string): Rule => ({
  ...{ table: "filter", chain: "INPUT" },
  match: [
    ...(from === undefined ? [] : ["--in-interface", from]),
    ...[...tcpTo(port), "--jump", "REJECT", "--reject-with", "tcp-reset"],
  ],
});

/** In the network of a process. A rule that an interrupted run has left is not added again. */
async function filter(pid: number, action: Action, { table, chain, match }: Rule): Promise<void> {
  // `localhost` may be either.
  for (const program of ["iptables", "ip6tables"]) {
    const enter = ["nsenter", "-t", String(pid), "-n", program, "--wait", "--table", table];
    await tryRun([...enter, "--delete", chain, ...match]);
    if (action === "--insert") {
      await run([...enter, action, chain, ...match]);
    }
  }
}

export async function filterMachine(machine: string, action: Action, rule: Rule): Promise<void> {
  const pid = pidOf({ machine, name: "namespaces" });
  assert.ok(pid !== undefined, `${machine} does not run`);
  await filter(pid, action, rule);
}

/** In the network of each pod; a pod that is replaced has none of the rules. */
export async function filterPods(of: Workload, action: Action, rule: Rule): Promise<void> {
  for (const { name, uid } of await podsOf(of)) {
    const [pid] = processesOf(of.cluster, [uid]);
    assert.ok(pid !== undefined, `${name} has no process`);
    await filter(pid, action, rule);
  }
}
