// Scales a part of the fleet in its cluster, and waits until its pods are there or gone.
import { kubectl } from "../../../lab/cluster/kubectl";
import { NAMESPACE } from "./cluster";

const PATIENCE = "--timeout=120s";
const inFleet = ["--namespace", NAMESPACE];

/** `part` is `deployment/…` or `statefulset/…` by its name. */
export async function scale(cluster: string, part: string, replicas: number): Promise<void> {
  await kubectl(cluster, ["scale", part, `--replicas=${String(replicas)}`, ...inFleet]);
  if (replicas > 0) {
    await kubectl(cluster, ["rollout", "status", part, PATIENCE, ...inFleet]);
    return;
  }
  const pods = ["pods", `--selector=app.kubernetes.io/name=${part.split("/").at(-1) ?? ""}`];
  await kubectl(cluster, ["wait", "--for=delete", ...pods, PATIENCE, ...inFleet]);
}
