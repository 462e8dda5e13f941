// Allows one lab command at a time; it joins a control group of the lab, so that `down` also ends its child processes.
import * as fs from "node:fs";
import { createGroup, groupFile, killGroup, processes } from "./cluster/cgroups";
import { common } from "./cluster/machines";
import { say } from "./report";
import { interrupt, until } from "./run";

const group = [common, "up"] as const;

export function acquireLock(): void {
  const [other] = processes(...group);
  if (other) {
    throw new Error(
      `another \`npm run lab\` is running (process ${other}): wait for it, or run \`npm run lab -- down\``,
    );
  }
  createGroup(common);
  fs.writeFileSync(groupFile(...group), String(process.pid));
  const signals = ["SIGINT", "SIGTERM"] as const;
  signals.forEach((signal) => process.on(signal, () => void stop(signal)));
}

const stopping = { asked: 0 };

/** Ends the command and its child processes; the clusters keep running, for inspection. */
async function stop(signal: NodeJS.Signals): Promise<void> {
  stopping.asked += 1;
  say(
    `${signal}: stopping; clusters keep running: see \`npm run lab -- status\`, remove them with \`npm run lab -- down\``,
  );
  if (stopping.asked === 1) {
    interrupt();
    await until(60, () => processes(...group).every((pid) => pid === process.pid));
  }
  await killGroup(...group);
  process.exit(130);
}
