// Starts daemons, detached so that they outlive the command, and finds them again by their PID files.
import { spawn } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { state } from "../paths";
import { logEnd, until } from "../run";
import { groupFile, processes } from "./cgroups";

interface Daemon {
  readonly machine: string;
  readonly name: string;
  readonly argv: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  /** Process whose namespaces the daemon enters; without it, it runs in those of the host. */
  readonly inside?: number;
}

type Named = Pick<Daemon, "machine" | "name">;

const pidFile = ({ machine, name }: Named) => state(machine, "pid", name);
export const logFile = ({ machine, name }: Named) => state(machine, "log", `${name}.log`);

/** PID of a running daemon; checking the group guards against a reused PID. */
export function pidOf(daemon: Named): number | undefined {
  try {
    const pid = Number(fs.readFileSync(pidFile(daemon), "utf8"));
    return processes(daemon.machine, "daemons").includes(pid) && !isZombie(pid) ? pid : undefined;
  } catch {
    return undefined;
  }
}

function isZombie(pid: number): boolean {
  return /^State:\s+Z/m.test(fs.readFileSync(`/proc/${pid}/status`, "utf8"));
}

/** Names of all daemons that a machine ever had. */
export function daemonsOf(machine: string): string[] {
  const folder = state(machine, "pid");
  return fs.existsSync(folder) ? fs.readdirSync(folder).sort() : [];
}

/** Starts a daemon unless it is running; returns whether it was started. */
export function startDaemon(daemon: Daemon): boolean {
  if (pidOf(daemon)) {
    return false;
  }
  for (const file of [pidFile(daemon), logFile(daemon)]) {
    fs.mkdirSync(path.dirname(file), { recursive: true });
  }
  const log = fs.openSync(logFile(daemon), "a");
  const enter = daemon.inside
    ? ["nsenter", "-t", String(daemon.inside), "-m", "-n", "-u", "--"]
    : [];
  // The shell joins the group before it becomes the daemon, so that no process is ever outside of the group.
  const join = ['echo $$ >"$0" && exec "$@"', groupFile(daemon.machine, "daemons")];
  const child = spawn("/bin/sh", ["-c", ...join, ...enter, ...daemon.argv], {
    detached: true,
    stdio: ["ignore", log, log],
    env: daemon.env ?? process.env,
    cwd: "/",
  });
  fs.closeSync(log);
  child.on("error", () => undefined); // no PID: waiting for the daemon reports its log
  fs.writeFileSync(pidFile(daemon), String(child.pid ?? ""));
  child.unref();
  return true;
}

/** Waits until a daemon answers; if it or a daemon it needs ends, fails with the end of that one's log. */
export async function waitFor(
  daemon: Named,
  seconds: number,
  check: () => boolean | Promise<boolean>,
  needs: readonly Named[] = [],
): Promise<void> {
  const problem: { ended?: Named } = {};
  const ready = await until(seconds, async () => {
    if (await check()) {
      return true;
    }
    const ended = [...needs, daemon].find(hasEnded);
    if (ended) {
      problem.ended = ended;
    }
    return ended !== undefined;
  });
  if (!ready || problem.ended) {
    const { machine, name } = problem.ended ?? daemon;
    const what = problem.ended ? "ended" : `is not ready after ${seconds} s`;
    throw new Error(`${name} of ${machine} ${what}\n${logEnd(logFile({ machine, name }))}`);
  }
}

/** Not `pidOf`, since a daemon joins its group only shortly after it starts. */
function hasEnded(daemon: Named): boolean {
  try {
    const pid = Number(fs.readFileSync(pidFile(daemon), "utf8"));
    return pid === 0 || isZombie(pid);
  } catch {
    return true;
  }
}
