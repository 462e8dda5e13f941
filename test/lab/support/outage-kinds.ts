// Outages of an observee: killed, disconnected, or too slow to answer.
import * as assert from "node:assert/strict";
import * as fs from "node:fs";
import { processes } from "../../../lab/cluster/cgroups";
import { pidOf } from "../../../lab/cluster/daemons";
import { switchMachine, type Cluster } from "../../../lab/cluster/machines";
import { run } from "../../../lab/run";
import { seconds, TIMEOUTS } from "../../../kubernetes/query-timeouts";
import { scale } from "./scale";
import { LEAF_QUERY } from "../../../components/query/part";

interface Way {
  readonly away: (of: Cluster) => Promise<void>;
  readonly back: (of: Cluster) => Promise<void>;
}

/** Takes the node's cable out of the lab's switch, or puts it back. */
async function cable({ address }: Cluster, state: "up" | "down"): Promise<void> {
  const hub = pidOf({ machine: switchMachine.name, name: "namespaces" });
  assert.ok(hub !== undefined, "the lab's switch is not there");
  const port = `port${address.split(".").at(-1) ?? ""}`;
  await run(["nsenter", "-t", String(hub), "-n", "ip", "link", "set", port, state]);
}

/** The leaf Queries, which are identified by their timeout. */
const leaves = (cluster: string): number[] =>
  processes(cluster).filter((pid) => {
    const words = fs.readFileSync(`/proc/${String(pid)}/cmdline`, "utf8").split("\0");
    return (
      words.includes("query") &&
      words.includes(`--store.response-timeout=${seconds(TIMEOUTS.leaf)}`)
    );
  });

function signal({ name }: Cluster, what: NodeJS.Signals): Promise<void> {
  const pids = leaves(name);
  assert.ok(pids.length > 0, "there is no leaf Query");
  pids.forEach((pid) => process.kill(pid, what));
  return Promise.resolve();
}

const LEAF = `deployment/${LEAF_QUERY.name}`;

export const BLACK_HOLE = "behind a black hole";
export const HANGS = "so slow that it never answers";

export const WAYS: Readonly<Record<string, Way>> = {
  killed: {
    away: ({ name }) => scale(name, LEAF, 0),
    back: ({ name }) => scale(name, LEAF, 2),
  },
  [BLACK_HOLE]: { away: (of) => cable(of, "down"), back: (of) => cable(of, "up") },
  [HANGS]: {
    away: (of) => signal(of, "SIGSTOP"),
    back: (of) => signal(of, "SIGCONT"),
  },
};
