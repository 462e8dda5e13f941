// Installs what a managed cluster would have: DNS, storage, prometheus-operator.
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import { apply, kubectl } from "../cluster/kubectl";
import type { Cluster } from "../cluster/machines";
import { state, writeFile } from "../paths";
import { dns } from "./dns";
import { crdFile, operator } from "./operator";
import { storage } from "./storage";

export async function installAddons(cluster: Cluster): Promise<void> {
  await applyOnce(cluster, "basics", [...dns(cluster), ...storage(cluster)]);
  // Before the operator starts: it checks once which CRDs exist, and ignores the others from then on.
  await once(cluster, "crds", crdFile(), async () => {
    const flags = ["--server-side", "--force-conflicts", "--field-manager=lab"];
    await kubectl(cluster.name, ["apply", ...flags, "-f", crdFile()]);
    const established = ["--for=condition=Established", "--timeout=60s"];
    await kubectl(cluster.name, ["wait", "crd", "--all", ...established]);
  });
  await applyOnce(cluster, "operator", operator());
}

/** Applies objects of the lab, unless these same objects were applied before. */
export function applyOnce(
  cluster: Cluster,
  what: string,
  objects: readonly object[],
): Promise<void> {
  return once(cluster, what, JSON.stringify(objects), () => apply(cluster.name, objects));
}

/** Runs `work` if the content has changed since the last time: applying megabytes of CRDs takes half a minute. */
async function once(
  cluster: Cluster,
  what: string,
  content: string,
  work: () => Promise<void>,
): Promise<void> {
  const file = state(cluster.name, "applied", what);
  const hash = createHash("sha256").update(content).digest("hex");
  if (fs.existsSync(file) && fs.readFileSync(file, "utf8") === hash) {
    return;
  }
  await work();
  writeFile(file, hash);
}

export async function addonsReady(cluster: Cluster): Promise<void> {
  const wait = (namespace: string, name: string) =>
    kubectl(cluster.name, [
      "rollout",
      "status",
      `deployment/${name}`,
      `--namespace=${namespace}`,
      "--timeout=120s",
    ]);
  await wait("kube-system", "coredns");
  await wait("prometheus-operator", "prometheus-operator");
}
