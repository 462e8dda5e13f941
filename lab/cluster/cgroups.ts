// Control groups: every process of the lab, pods included, is in a group below the lab's own.
// So liveness, memory and "stop everything" are read from the kernel, not from a list of processes.
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import { defaultStateDir, stateDir } from "../paths";
import { until } from "../run";

/** Labs with different state folders have different groups, so that they can run side by side. */
export const groupRoot =
  stateDir() === defaultStateDir
    ? "thanos-fleet-lab"
    : `thanos-fleet-lab-${createHash("sha256").update(stateDir()).digest("hex").slice(0, 8)}`;

interface Hierarchies {
  readonly unified: boolean;
  readonly mounts: readonly string[];
  /** Other hierarchies in which the container runtime may create groups: an empty v2 beside v1. */
  readonly foreign: readonly string[];
  /** The hierarchy in which the lab's processes are tracked. */
  readonly main: string;
}

function hierarchies(): Hierarchies {
  if (fs.existsSync("/sys/fs/cgroup/cgroup.controllers")) {
    return { unified: true, mounts: ["/sys/fs/cgroup"], foreign: [], main: "/sys/fs/cgroup" };
  }
  const mounts = mountsOf("cgroup");
  const main = mounts.find((mount) => path.basename(mount) === "pids");
  if (!main) {
    throw new Error("the lab needs control groups, and none are mounted at /sys/fs/cgroup");
  }
  return { unified: false, mounts, foreign: mountsOf("cgroup2"), main };
}

function mountsOf(type: string): string[] {
  const lines = fs.readFileSync("/proc/mounts", "utf8").split("\n");
  return lines
    .map((line) => line.split(" "))
    .filter((fields) => fields[2] === type)
    .map(([, mount = ""]) => mount);
}

/** Creates a machine's group in every hierarchy: the kubelet requires its root group to exist. */
export function createGroup(machine: string): void {
  const { unified, mounts } = hierarchies();
  for (const mount of mounts) {
    const levels = [mount, path.join(mount, groupRoot), path.join(mount, groupRoot, machine)];
    for (const [parent, group] of pairs(levels)) {
      fs.mkdirSync(group, { recursive: true });
      if (unified) {
        shareControllers(parent);
      } else if (path.basename(mount).startsWith("cpuset")) {
        // A new cpuset is empty and accepts no process.
        for (const file of ["cpuset.cpus", "cpuset.mems"]) {
          fs.writeFileSync(path.join(group, file), fs.readFileSync(path.join(parent, file)));
        }
      }
    }
    if (unified) {
      shareControllers(path.join(mount, groupRoot, machine));
    }
  }
}

function pairs(levels: readonly string[]): [string, string][] {
  return levels.slice(1).map((level, i) => [levels[i] ?? "", level]);
}

function shareControllers(group: string): void {
  const names = fs.readFileSync(path.join(group, "cgroup.controllers"), "utf8").split(/\s+/);
  for (const name of names.filter((n) => n !== "")) {
    try {
      fs.writeFileSync(path.join(group, "cgroup.subtree_control"), `+${name}`);
    } catch {
      // Not every controller can be delegated; the kubelet reports those that it misses.
    }
  }
}

/** File that adds a process to a leaf group: cgroup v2 allows processes in leaves only. */
export function groupFile(machine: string, leaf: string): string {
  const group = path.join(hierarchies().main, groupRoot, machine, leaf);
  fs.mkdirSync(group, { recursive: true });
  return path.join(group, "cgroup.procs");
}

function groupsBelow(folder: string): string[] {
  if (!fs.existsSync(folder)) {
    return [];
  }
  const below = fs.readdirSync(folder, { withFileTypes: true }).filter((e) => e.isDirectory());
  return [...below.flatMap((e) => groupsBelow(path.join(folder, e.name))), folder];
}

/** All processes of a machine, of a leaf group, or of the whole lab. */
export function processes(...group: readonly string[]): number[] {
  const folder = path.join(hierarchies().main, groupRoot, ...group);
  return groupsBelow(folder).flatMap((each) => {
    try {
      const text = fs.readFileSync(path.join(each, "cgroup.procs"), "utf8");
      return text.split("\n").filter(Boolean).map(Number);
    } catch {
      return []; // the group was removed meanwhile
    }
  });
}

/** Sends SIGKILL to all processes of a group until none is left: some may be forking. */
export async function killGroup(...group: readonly string[]): Promise<void> {
  const killed = new Set<number>();
  const dead = await until(
    30,
    () => {
      const left = processes(...group).filter((pid) => pid !== process.pid && pid !== 0);
      left.forEach(kill);
      left.forEach((pid) => killed.add(pid));
      return left.length === 0;
    },
    0.1,
  );
  // Orphans stay zombies until the machine's init process reaps them, so wait a moment.
  await until(5, () => [...killed].every((pid) => !fs.existsSync(`/proc/${pid}`)), 0.1);
  if (!dead) {
    throw new Error(`these processes did not end after SIGKILL: ${processes(...group).join(" ")}`);
  }
}

/** With SIGKILL, which cannot be handled. */
export function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // The process has ended already.
  }
}

/** Removes the groups, which must have no processes. */
export async function removeGroup(...group: readonly string[]): Promise<void> {
  const { mounts, foreign } = hierarchies();
  for (const mount of [...mounts, ...foreign]) {
    const folder = path.join(mount, groupRoot, ...group);
    // A group stays busy for a moment after its last process has ended.
    await until(10, () => groupsBelow(folder).every(removeFolder), 0.1);
  }
}

function removeFolder(folder: string): boolean {
  try {
    fs.rmdirSync(folder);
    return true;
  } catch {
    return !fs.existsSync(folder);
  }
}
