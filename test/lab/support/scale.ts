// Scales a workload by its name, and waits until its pods are ready or gone.
import * as assert from "node:assert/strict";
import { bringBack, takeAway, type Workload } from "./workloads";

/**
 * Scales `part`, which is `deployment/<name>` or `statefulset/<name>`. At 0 its pods are killed: with a graceful
 * termination they would continue to serve for a while, and the tests need them absent.
 */
export async function scale(cluster: string, part: string, replicas: number): Promise<void> {
  const [resource, name = ""] = part.split("/");
  assert.ok(resource === "deployment" || resource === "statefulset", part);
  const workload: Workload = { cluster, resource, name, replicas };
  await (replicas > 0 ? bringBack(workload) : takeAway(workload, "killed"));
}
