// The lab's network: a bridge that connects the machines, and network, mount and UTS namespaces for each machine.
// The namespaces have no name in /run/netns: they end with their processes and leave no mount.
import * as fs from "node:fs";
import * as path from "node:path";
import { state, writeFile } from "../paths";
import { run, tryRun, until } from "../run";
import { createGroup, killGroup } from "./cgroups";
import { pidOf, startDaemon, waitFor } from "./daemons";
import { network, switchMachine, type Machine } from "./machines";

const namespacesDaemon = (machine: Machine) => ({ machine: machine.name, name: "namespaces" });
const inNetworkOf = (pid: number) => ["nsenter", "-t", String(pid), "-n"];

/**
 * The bridge is in a namespace of its own, where the host's rules for forwarded traffic, such as those of a container
 * engine, do not apply to traffic between the machines.
 */
export async function startSwitch(): Promise<void> {
  // A pod reaches its own Service over the node's bridge only if bridged traffic passes iptables.
  await tryRun(["modprobe", "br_netfilter"]).catch(() => undefined);
  await startNamespaces(switchMachine, "", async (pid) => {
    await removeLink(network.link);
    const taken = await run(["ip", "-oneline", "address", "show", "to", network.range]);
    if (taken !== "") {
      throw new Error(
        `the lab's network ${network.range} is already in use on this machine: ${taken.trim()}`,
      );
    }
    const ip = [...inNetworkOf(pid), "ip"];
    await run([...ip, "link", "add", "br0", "type", "bridge"]);
    await run([...ip, "link", "set", "br0", "up"]);
    const peer = ["peer", "name", network.link, "netns", String(pid)];
    await run(["ip", "link", "add", network.link, "type", "veth", ...peer]);
    await run([...ip, "link", "set", network.link, "master", "br0", "up"]);
    const address = `${switchMachine.address}/${network.prefix}`;
    await run(["ip", "address", "add", address, "dev", network.link]);
    await run(["ip", "link", "set", network.link, "up"]);
  });
}

/** PID of the process that holds a machine's namespaces; restarts the machine if that has ended. */
export async function startMachine(machine: Machine): Promise<number> {
  const switchPid = pidOf(namespacesDaemon(switchMachine));
  if (!switchPid) {
    throw new Error("the switch of the lab's network is not running");
  }
  // A machine that was connected to an earlier bridge has lost its link, and is restarted too.
  return startNamespaces(machine, String(switchPid), async (pid) => {
    await connect(machine, pid, switchPid);
    await configureNode(machine, pid);
  });
}

async function startNamespaces(
  machine: Machine,
  key: string,
  configure: (pid: number) => Promise<void>,
): Promise<number> {
  const alive = pidOf(namespacesDaemon(machine));
  // Written last, so that it is missing after an interrupted start.
  const complete = state(machine.name, "complete");
  const done = fs.existsSync(complete) ? fs.readFileSync(complete, "utf8") : "";
  if (alive && done === `${alive} ${key}`) {
    return alive;
  }
  await killGroup(machine.name);
  createGroup(machine.name);
  const argv = ["unshare", "--net", "--mount", "--uts", "--propagation", "private"];
  startDaemon({ ...namespacesDaemon(machine), argv: [...argv, "sleep", "infinity"] });
  await waitFor(namespacesDaemon(machine), 10, () => {
    const pid = pidOf(namespacesDaemon(machine));
    return pid !== undefined && fs.readFileSync(`/proc/${pid}/comm`, "utf8") === "sleep\n";
  });
  const pid = pidOf(namespacesDaemon(machine));
  if (!pid) {
    throw new Error(`the namespaces of ${machine.name} ended right after their start`);
  }
  await configure(pid);
  writeFile(complete, `${pid} ${key}`);
  return pid;
}

async function connect(machine: Machine, pid: number, switchPid: number): Promise<void> {
  const link = `port${machine.address.split(".").pop()}`;
  const onSwitch = [...inNetworkOf(switchPid), "ip", "link"];
  await tryRun([...onSwitch, "delete", link]); // left over from the machine's previous start
  const peer = ["peer", "name", "eth0", "netns", String(pid)];
  await run([...onSwitch, "add", link, "type", "veth", ...peer]);
  await run([...onSwitch, "set", link, "master", "br0", "up"]);
  const ip = [...inNetworkOf(pid), "ip"];
  await run([...ip, "address", "add", `${machine.address}/${network.prefix}`, "dev", "eth0"]);
  await run([...ip, "link", "set", "eth0", "up"]);
  await run([...ip, "link", "set", "lo", "up"]);
  await run([...ip, "route", "add", "default", "via", switchMachine.address]);
  // Remove the neighbour entry with the hardware address of the previous machine at this address.
  await tryRun(["ip", "neighbour", "flush", "to", machine.address]);
}

/** Sets up the mounts, host name and kernel settings of a node. */
async function configureNode(machine: Machine, pid: number): Promise<void> {
  const logs = state(machine.name, "var-log");
  const cni = state(machine.name, "var-cni");
  [logs, cni, "/var/lib/cni"].forEach((dir) => fs.mkdirSync(dir, { recursive: true }));
  const settings = {
    "net/ipv4/ip_forward": 1,
    "net/ipv4/conf/all/route_localnet": 1,
    "net/bridge/bridge-nf-call-iptables": 1,
  };
  const script = [
    // The kubelet needs its mounts to be shared with the mount namespaces of pods.
    "mount --make-rshared /",
    `hostname ${machine.name}-node`,
    // Each machine has its own /run, logs and CNI state, where daemons use fixed paths.
    "mount -t tmpfs -o mode=755 tmpfs /run",
    `mount --bind ${logs} /var/log`,
    `mount --bind ${cni} /var/lib/cni`,
    ...Object.entries(settings).map(([key, v]) => `echo ${v} >${path.join("/proc/sys", key)}`),
  ];
  const enter = ["nsenter", "-t", String(pid), "-m", "-n", "-u", "--"];
  await run([...enter, "/bin/sh", "-ec", script.join("\n")]);
}

async function removeLink(link: string): Promise<void> {
  const gone = await until(10, async () => {
    await tryRun(["ip", "link", "delete", link]);
    return (await tryRun(["ip", "link", "show", link])).code !== 0;
  });
  if (!gone) {
    throw new Error(`the network link ${link} cannot be removed`);
  }
}

/** Removes the host's link to the bridge; all else ends with its namespaces. */
export async function removeNetwork(): Promise<void> {
  await removeLink(network.link);
  try {
    fs.rmdirSync("/var/lib/cni"); // only if empty: other software may use it
  } catch {
    // Missing, or in use.
  }
}
