// Scales a part of the fleet in its cluster, and waits until its pods are there or gone.
import * as assert from "node:assert/strict";
import { kubectl } from "../../../lab/cluster/kubectl";
import { until } from "../../../lab/run";
import { NAMESPACE } from "./cluster";

const PATIENCE = "--timeout=120s";
/** Seconds until whoever makes the pods has told all of them to stop. */
const TOLD = 30;
const inFleet = ["--namespace", NAMESPACE];

/**
 * `part` is `deployment/…` or `statefulset/…` by its name. At 0 its pods are killed: told to stop they would serve on for
 * a while, and it is their absence that is to be seen.
 */
export async function scale(cluster: string, part: string, replicas: number): Promise<void> {
  await kubectl(cluster, ["scale", part, `--replicas=${String(replicas)}`, ...inFleet]);
  if (replicas > 0) {
    await kubectl(cluster, ["rollout", "status", part, PATIENCE, ...inFleet]);
    return;
  }
  const pods = ["pods", `--selector=app.kubernetes.io/name=${part.split("/").at(-1) ?? ""}`];
  const staying = async () => {
    const ends = '--output=jsonpath={range .items[*]}{.metadata.deletionTimestamp}{"\\n"}{end}';
    const lines = (await kubectl(cluster, ["get", ...pods, ...inFleet, ends])).split("\n");
    return lines.slice(0, -1).filter((line) => line === "").length;
  };
  // Killed before, they would be replaced.
  assert.ok(await until(TOLD, async () => (await staying()) === 0, 0.2), `${part} does not stop`);
  const now = ["--force", "--grace-period=0", "--ignore-not-found", PATIENCE];
  await kubectl(cluster, ["delete", ...pods, ...inFleet, ...now]);
}
