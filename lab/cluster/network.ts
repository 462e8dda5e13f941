// The network of the lab: one bridge, and for each machine namespaces of its own joined to it.
// The namespaces have no name in /run/netns: they end with their processes and leave no mount.
import * as fs from "node:fs";
import * as path from "node:path";
import { state, writeFile } from "../paths";
import { run, tryRun, until } from "../run";
import { createGroup, killGroup } from "./cgroups";
import { pidOf, startDaemon, waitFor } from "./daemons";
import { bridge, type Machine } from "./machines";

export async function createBridge(): Promise<void> {
  // Pods reach a service's address over the node's own bridge only when the kernel lets iptables see it.
  await tryRun(["modprobe", "br_netfilter"]).catch(() => undefined);
  if ((await tryRun(["ip", "link", "show", bridge.name])).code !== 0) {
    await run(["ip", "link", "add", bridge.name, "type", "bridge"]);
  }
  const address = `${bridge.address}/${bridge.prefix}`;
  await run(["ip", "addr", "replace", address, "dev", bridge.name]);
  await run(["ip", "link", "set", bridge.name, "up"]);
}

const holderOf = (machine: Machine) => ({ machine: machine.name, name: "namespaces" });
const linkOf = (machine: Machine) => `tflab${machine.address.split(".").pop()}`;

/** The process that holds a machine's namespaces; starts the machine anew when it is dead. */
export async function startMachine(machine: Machine): Promise<number> {
  const alive = pidOf(holderOf(machine));
  // Written last: a run that was stopped half-way leaves a machine without it.
  const complete = state(machine.name, "complete");
  if (alive && fs.existsSync(complete) && fs.readFileSync(complete, "utf8") === String(alive)) {
    return alive;
  }
  await killGroup(machine.name);
  createGroup(machine.name);
  const argv = ["unshare", "--net", "--mount", "--uts", "--propagation", "private"];
  startDaemon({ ...holderOf(machine), argv: [...argv, "sleep", "infinity"] });
  await waitFor(holderOf(machine), 10, () => {
    const pid = pidOf(holderOf(machine));
    return pid !== undefined && fs.readFileSync(`/proc/${pid}/comm`, "utf8") === "sleep\n";
  });
  const pid = pidOf(holderOf(machine));
  if (!pid) {
    throw new Error(`the namespaces of ${machine.name} are gone again`);
  }
  await join(machine, pid);
  await furnish(machine, pid);
  writeFile(complete, String(pid));
  return pid;
}

async function join(machine: Machine, pid: number): Promise<void> {
  const link = linkOf(machine);
  await removeLink(link); // of a machine before this one, whose namespace is on its way out
  await run([
    "ip",
    "link",
    "add",
    link,
    "type",
    "veth",
    "peer",
    "name",
    "eth0",
    "netns",
    String(pid),
  ]);
  await run(["ip", "link", "set", link, "master", bridge.name, "up"]);
  const inside = ["nsenter", "-t", String(pid), "-n", "ip"];
  await run([...inside, "addr", "add", `${machine.address}/${bridge.prefix}`, "dev", "eth0"]);
  await run([...inside, "link", "set", "eth0", "up"]);
  await run([...inside, "link", "set", "lo", "up"]);
  await run([...inside, "route", "add", "default", "via", bridge.address]);
}

/** What a node needs of its mounts, its name and its kernel settings. */
async function furnish(machine: Machine, pid: number): Promise<void> {
  const logs = state(machine.name, "var-log");
  const cni = state(machine.name, "var-cni");
  [logs, cni, "/var/lib/cni"].forEach((dir) => fs.mkdirSync(dir, { recursive: true }));
  const settings = {
    "net/ipv4/ip_forward": 1,
    "net/ipv4/conf/all/route_localnet": 1,
    "net/bridge/bridge-nf-call-iptables": 1,
  };
  const script = [
    // The kubelet wants its mounts shared with the pods' namespaces below this one.
    "mount --make-rshared /",
    `hostname ${machine.name}-node`,
    // The sockets, locks and links that the daemons keep in fixed places are the machine's own.
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

/** Takes the bridge and all links to it away; the machines' namespaces are gone by now. */
export async function removeNetwork(machines: readonly Machine[]): Promise<void> {
  await Promise.all(machines.map((machine) => removeLink(linkOf(machine))));
  await removeLink(bridge.name);
  try {
    fs.rmdirSync("/var/lib/cni"); // only when it is empty: it may be somebody else's
  } catch {
    // not there, or in use
  }
}
