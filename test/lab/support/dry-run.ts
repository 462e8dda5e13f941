// Sends objects to an API server as a dry run.
import { builtFile } from "../../../lab/build/programs";
import { kubeconfigOf } from "../../../lab/cluster/machines";
import { tryRun } from "../../../lab/run";

/** Objects per call, and concurrent calls. */
const [BATCH, AT_ONCE] = [200, 3];
const FLAGS = ["--server-side", "--dry-run=server", "--validate=strict", "--force-conflicts"];

/** The server's errors, and on request its warnings. */
export async function dryRun(
  cluster: string,
  objects: readonly object[],
  also?: "warnings",
): Promise<string[]> {
  const flags = also === undefined ? FLAGS : [...FLAGS, "--warnings-as-errors"];
  const refused: string[] = [];
  const program = [builtFile("k8s", "kubectl"), "--kubeconfig", kubeconfigOf(cluster)];
  const batches: object[][] = [];
  for (let i = 0; i < objects.length; i += BATCH) {
    batches.push(objects.slice(i, i + BATCH));
  }
  const worker = async (): Promise<void> => {
    for (let items = batches.pop(); items !== undefined; items = batches.pop()) {
      const input = JSON.stringify({ apiVersion: "v1", kind: "List", items });
      const ran = await tryRun([...program, "apply", ...flags, "-f", "-", "--output=name"], {
        input,
      });
      const taken = ran.stdout.split("\n").filter((line) => line !== "").length;
      if (ran.code !== 0 || taken !== items.length) {
        refused.push(...ran.stderr.split("\n").filter((line) => line !== ""));
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return [...new Set(refused)];
}
