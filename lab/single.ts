// One `up` at a time; it joins a group of the lab, so that `down` finds it with all it started.
import * as fs from "node:fs";
import { createGroup, groupFile, killGroup, processes } from "./cluster/cgroups";
import { common } from "./cluster/machines";
import { say } from "./report";
import { until } from "./run";

const group = [common, "up"] as const;

export function onlyOne(): void {
  const [other] = processes(...group);
  if (other) {
    throw new Error(`another \`npm run lab\` is under way (process ${other}): wait, or run down`);
  }
  createGroup(common);
  fs.writeFileSync(groupFile(...group), String(process.pid));
  process.once("SIGINT", () => void stop("SIGINT"));
  process.once("SIGTERM", () => void stop("SIGTERM"));
}

/** What this command started for itself ends with it; the clusters stay, to be looked at. */
async function stop(signal: NodeJS.Signals): Promise<void> {
  const others = () => processes(...group).filter((pid) => pid !== process.pid);
  say(`${signal}: stopping; what runs stays: npm run lab -- status, or down`);
  for (const pid of others()) {
    try {
      process.kill(pid, signal);
    } catch {
      // already gone
    }
  }
  await until(8, () => others().length === 0);
  await killGroup(...group);
  process.exit(130);
}
