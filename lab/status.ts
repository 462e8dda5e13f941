// Prints the lab's state: daemons, nodes, and the pods that are not ready.
import { memory } from "./answer";
import { daemonsOf, logFile, pidOf } from "./cluster/daemons";
import { tryKubectl } from "./cluster/kubectl";
import { clusters, machineNames } from "./cluster/machines";
import { unready } from "./cluster/pods";
import { stateDir, stateExists } from "./paths";

/** Prints the state of all components; false if any of them is not healthy. */
export async function status(): Promise<boolean> {
  const print = (line: string) => process.stdout.write(`${line}\n`);
  if (!stateExists()) {
    print("The lab is down.");
    return false;
  }
  const dead: string[] = [];
  for (const machine of machineNames) {
    const daemons = daemonsOf(machine).map((name) => {
      const pid = pidOf({ machine, name });
      if (!pid) {
        dead.push(`  ${machine}: ${name} is dead, see ${logFile({ machine, name })}`);
      }
      return `${name} ${pid ?? "DEAD"}`;
    });
    print(`${machine.padEnd(11)} ${daemons.join(", ") || "not started"}`);
  }
  const nodes = await Promise.all(clusters.map(({ name }) => nodeOf(name)));
  print(`\nNodes\n${nodes.map(({ line }) => line).join("\n")}`);
  const pods = await unready(clusters);
  print(`\nPods that are not ready\n${pods.join("\n") || "  none"}`);
  print(`\nMemory\n  ${memory()}\n\nState in ${stateDir()}`);
  if (dead.length > 0) {
    print(`\nDead daemons\n${dead.join("\n")}`);
  }
  return dead.length === 0 && pods.length === 0 && nodes.every(({ ready }) => ready);
}

async function nodeOf(cluster: string): Promise<{ line: string; ready: boolean }> {
  const result = await tryKubectl(cluster, ["get", "nodes", "--no-headers"]);
  const row = (result.code === 0 ? result.stdout : result.stderr).trim().split("\n").pop() ?? "";
  return { line: `  ${cluster.padEnd(11)} ${row}`, ready: / Ready /.test(row) };
}
