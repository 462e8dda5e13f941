// Removes the lab: processes, control groups, links, bridge and state, as far as they exist.
import { killGroup, processes, removeGroup } from "./cluster/cgroups";
import { removeNetwork } from "./cluster/network";
import { removeState, stateDir } from "./paths";
import { phase, say } from "./report";

export async function down(): Promise<void> {
  // Also ends a running `up` with its child processes: they are in the lab's group.
  await phase(`stop ${processes().length} processes`, () => killGroup());
  await phase("remove control groups, network and state", async () => {
    await removeGroup();
    await removeNetwork();
    removeState();
  });
  say(`The lab is down; ${stateDir()} is removed.`);
}
