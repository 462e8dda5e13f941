// A Prometheus of the lab with its sidecar, seen from the node: the processes, and the blocks on disk.
import * as fs from "node:fs";
import * as path from "node:path";
import { z } from "zod";
import { processes } from "../../../lab/cluster/cgroups";

const SHIPPER = "thanos.shipper.json";
const shipper = z.object({ uploaded: z.array(z.string()).nullable() });

function commandOf(pid: number): string[] {
  try {
    return fs.readFileSync(`/proc/${String(pid)}/cmdline`, "utf8").split("\0");
  } catch {
    return []; // gone meanwhile
  }
}

const find = (cluster: string, is: (command: readonly string[]) => boolean): number | undefined =>
  processes(cluster).find((pid) => is(commandOf(pid)));

/** The process of the sidecar; none while its container is not running. */
export const sidecarOf = (cluster: string): number | undefined =>
  find(cluster, ([program = "", part]) => program.endsWith("thanos") && part === "sidecar");

/** The folder in which Prometheus keeps its blocks. */
export function dataFolder(cluster: string): string {
  const pid = find(cluster, ([program = ""]) => program.endsWith("/prometheus"));
  if (pid === undefined) {
    throw new Error(`no Prometheus runs in ${cluster}`);
  }
  return `/proc/${String(pid)}/root/prometheus`;
}

const meta = z.object({ maxTime: z.number() });

/** Blocks that Prometheus has cut and holds, with the end of each in Unix seconds. */
export function localBlocks(cluster: string): Map<string, number> {
  const folder = dataFolder(cluster);
  const found = new Map<string, number>();
  for (const name of fs.readdirSync(folder).filter((entry) => /^[0-9A-Z]{26}$/.test(entry))) {
    const file = path.join(folder, name, "meta.json");
    if (fs.existsSync(file)) {
      found.set(name, meta.parse(JSON.parse(fs.readFileSync(file, "utf8"))).maxTime / 1000);
    }
  }
  return found;
}

/** Blocks that the sidecar says it has uploaded, and that Prometheus still holds. */
export function shippedBlocks(cluster: string): string[] {
  const file = path.join(dataFolder(cluster), SHIPPER);
  return fs.existsSync(file)
    ? (shipper.parse(JSON.parse(fs.readFileSync(file, "utf8"))).uploaded ?? [])
    : [];
}
