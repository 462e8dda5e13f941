// Takes the lab down: processes, groups, links, bridge, state; whatever of it is there.
import { killGroup, processes, removeGroup } from "./cluster/cgroups";
import { removeNetwork } from "./cluster/network";
import { removeState, stateDir } from "./paths";
import { phase, say } from "./report";

export async function down(): Promise<void> {
  // An `up` that is under way is in the lab's group as well, with all that it started.
  await phase(`stop ${processes().length} processes`, () => killGroup());
  await phase("remove control groups, network and state", async () => {
    await removeGroup();
    await removeNetwork();
    removeState();
  });
  say(`The lab is down; nothing of it is left in ${stateDir()}.`);
}
