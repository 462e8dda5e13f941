// Sends objects to an API server that checks them as it would any, and keeps none.
import { built } from "../../../lab/build/programs";
import { kubeconfigOf } from "../../../lab/cluster/machines";
import { tryRun } from "../../../lab/run";

/** Objects of one call. */
const BATCH = 400;
const FLAGS = ["--server-side", "--dry-run=server", "--validate=strict", "--force-conflicts"];

/** What was refused, in the server's words. */
export async function dryRun(cluster: string, objects: readonly object[]): Promise<string[]> {
  const refused: string[] = [];
  const program = [built("k8s", "kubectl"), "--kubeconfig", kubeconfigOf(cluster)];
  for (let i = 0; i < objects.length; i += BATCH) {
    const items = objects.slice(i, i + BATCH);
    const input = JSON.stringify({ apiVersion: "v1", kind: "List", items });
    const ran = await tryRun([...program, "apply", ...FLAGS, "-f", "-", "--output=name"], {
      input,
    });
    const taken = ran.stdout.split("\n").filter((line) => line !== "").length;
    if (ran.code !== 0 || taken !== items.length) {
      refused.push(...ran.stderr.split("\n").filter((line) => line !== ""));
    }
  }
  return [...new Set(refused)];
}
