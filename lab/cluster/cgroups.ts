// Control groups: every process of the lab, pods included, is in a group below one of the lab's.
// So "is it alive", "how much memory" and "stop everything" ask the kernel, not a list of ours.
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import { defaultStateDir, stateDir } from "../paths";
import { until } from "../run";

/** A lab with a state folder of its own has groups of its own: two of them may run side by side. */
export const groupRoot =
  stateDir() === defaultStateDir
    ? "thanos-fleet-lab"
    : `thanos-fleet-lab-${createHash("sha256").update(stateDir()).digest("hex").slice(0, 8)}`;

interface Hierarchies {
  readonly unified: boolean;
  readonly mounts: readonly string[];
  /** Where the container runtime may make groups of its own besides: beside v1, an empty v2. */
  readonly foreign: readonly string[];
  /** The one hierarchy that the lab's own processes are put in, and that all are found by. */
  readonly main: string;
}

function hierarchies(): Hierarchies {
  if (fs.existsSync("/sys/fs/cgroup/cgroup.controllers")) {
    return { unified: true, mounts: ["/sys/fs/cgroup"], foreign: [], main: "/sys/fs/cgroup" };
  }
  const mounts = mountsOf("cgroup");
  const main = mounts.find((mount) => path.basename(mount) === "pids");
  if (!main) {
    throw new Error("the kernel mounts no control groups at /sys/fs/cgroup: the lab needs them");
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

/** Makes a machine's group in every hierarchy: the kubelet asks for its root to be there. */
export function createGroup(machine: string): void {
  const { unified, mounts } = hierarchies();
  for (const mount of mounts) {
    const levels = [mount, path.join(mount, groupRoot), path.join(mount, groupRoot, machine)];
    for (const [parent, group] of pairs(levels)) {
      fs.mkdirSync(group, { recursive: true });
      if (unified) {
        shareControllers(parent);
      } else if (path.basename(mount).startsWith("cpuset")) {
        // A new cpuset is empty and takes no process.
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
      // Some controllers cannot be shared here; the kubelet says which one it misses.
    }
  }
}

/** The file that takes a process into a group; a leaf, since v2 wants processes in leaves only. */
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

/** All processes of a machine, or of a leaf of it, or of the whole lab. */
export function processes(...group: readonly string[]): number[] {
  const folder = path.join(hierarchies().main, groupRoot, ...group);
  return groupsBelow(folder).flatMap((each) => {
    try {
      const text = fs.readFileSync(path.join(each, "cgroup.procs"), "utf8");
      return text.split("\n").filter(Boolean).map(Number);
    } catch {
      return []; // gone meanwhile
    }
  });
}

/** Stops all processes of a group with SIGKILL, again and again: some may be forking. */
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
  // Orphans are zombies until the machine's first process gets round to them: that is its time.
  await until(5, () => [...killed].every((pid) => !fs.existsSync(`/proc/${pid}`)), 0.1);
  if (!dead) {
    throw new Error(`these processes do not end: ${processes(...group).join(" ")}`);
  }
}

/** With SIGKILL, which nothing answers by going on. */
export function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // already gone
  }
}

/** Removes the groups; they have to be empty of processes. */
export async function removeGroup(...group: readonly string[]): Promise<void> {
  const { mounts, foreign } = hierarchies();
  for (const mount of [...mounts, ...foreign]) {
    const folder = path.join(mount, groupRoot, ...group);
    // A group is busy for a moment after its last process is gone.
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
