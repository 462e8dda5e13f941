// Starts everything that the stacks run on: clusters with their addons, load balancer, S3.
import * as path from "node:path";
import { addonsReady, installAddons } from "./addons/install";
import { crdFile } from "./addons/operator";
import type { ImageFile } from "./build/images";
import { createGroup } from "./cluster/cgroups";
import { pidOf, startDaemon, waitFor } from "./cluster/daemons";
import { clusters, common } from "./cluster/machines";
import { startSwitch } from "./cluster/network";
import { startCluster } from "./cluster/start";
import { repository } from "./paths";
import { say, secondsSince } from "./report";
import { startS3 } from "./s3";

export async function startAll(images: readonly ImageFile[]): Promise<void> {
  crdFile(); // once, before three clusters generate it concurrently
  await startSwitch();
  createGroup(common);
  const started = Date.now();
  const each = clusters.map(async (cluster) => {
    await startCluster(cluster, images, () => installAddons(cluster));
    say(`${cluster.name}: node ready after ${secondsSince(started)} s`);
    await addonsReady(cluster);
    say(`${cluster.name}: DNS and operator ready after ${secondsSince(started)} s`);
  });
  await Promise.all([...each, startS3()]);
  await startLoadBalancer();
}

async function startLoadBalancer(): Promise<void> {
  const script = path.join(repository, "lab/loadbalancer.ts");
  const daemon = {
    machine: common,
    name: "loadbalancer",
    argv: [process.execPath, "--import", require.resolve("tsx"), script],
  };
  startDaemon(daemon);
  await waitFor(daemon, 5, () => pidOf(daemon) !== undefined);
}
