// Runs kubectl against a cluster's API server.
import { builtFile } from "../build/programs";
import { run, tryRun, type Ran } from "../run";
import { kubeconfigOf } from "./machines";

function argv(cluster: string, args: readonly string[]): string[] {
  return [builtFile("k8s", "kubectl"), "--kubeconfig", kubeconfigOf(cluster), ...args];
}

export function kubectl(cluster: string, args: readonly string[], input?: string): Promise<string> {
  return run(argv(cluster, args), input === undefined ? {} : { input });
}

export function tryKubectl(cluster: string, args: readonly string[]): Promise<Ran> {
  return tryRun(argv(cluster, args), { timeout: 15 });
}

/** Server-side apply that takes over fields of other managers: the lab owns these objects. */
export async function apply(cluster: string, objects: readonly object[]): Promise<void> {
  const list = JSON.stringify({ apiVersion: "v1", kind: "List", items: objects });
  const flags = ["--server-side", "--force-conflicts", "--field-manager=lab"];
  await kubectl(cluster, ["apply", ...flags, "-f", "-"], list);
}
