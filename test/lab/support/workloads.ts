// Takes pods of a workload away and brings them back: killed, stopped, or replaced.
import * as assert from "node:assert/strict";
import * as fs from "node:fs";
import { z } from "zod";
import { kill, processes } from "../../../lab/cluster/cgroups";
import { kubectl } from "../../../lab/cluster/kubectl";
import { until } from "../../../lab/run";
import { PROMETHEUS } from "../../../components/prometheus/part";
import { PROMETHEUS_RESOURCE } from "../../../kubernetes/names";
import { NAMESPACE } from "./cluster";

/** What owns some pods: a Deployment, a StatefulSet, or a Prometheus of the operator. */
export interface Workload {
  readonly cluster: string;
  readonly resource: "deployment" | "statefulset" | "prometheus";
  readonly name: string;
  readonly replicas: number;
}

/** Seconds until a controller has told pods to stop, until they have, and until new ones are ready. */
const [TOLD, STOPPED, READY] = [30, 90, 120];
const inFleet = ["--namespace", NAMESPACE];

const pods = z.object({
  items: z.array(
    z.object({
      metadata: z.object({
        name: z.string(),
        uid: z.string(),
        deletionTimestamp: z.string().optional(),
      }),
      status: z.object({
        conditions: z.array(z.object({ type: z.string(), status: z.string() })).optional(),
        containerStatuses: z.array(z.object({ restartCount: z.number() })).optional(),
      }),
    }),
  ),
});

export interface Pod {
  readonly name: string;
  readonly uid: string;
  /** It was told to stop. */
  readonly stopping: boolean;
  readonly ready: boolean;
  /** How often its containers were started again. */
  readonly restarts: number;
}

const selectorOf = ({ resource, name }: Pick<Workload, "resource" | "name">): string =>
  resource === "prometheus"
    ? Object.entries(PROMETHEUS.pods)
        .map((label) => label.join("="))
        .join()
    : `app.kubernetes.io/name=${name}`;

export async function podsOf(of: Pick<Workload, "cluster" | "resource" | "name">): Promise<Pod[]> {
  const flags = [`--selector=${selectorOf(of)}`, "--output=json"];
  const text = await kubectl(of.cluster, ["get", "pods", ...flags, ...inFleet]);
  return pods.parse(JSON.parse(text)).items.map(({ metadata, status }) => ({
    ...{ name: metadata.name, uid: metadata.uid },
    stopping: metadata.deletionTimestamp !== undefined,
    ready: status.conditions?.some((c) => c.type === "Ready" && c.status === "True") === true,
    restarts: (status.containerStatuses ?? []).reduce((sum, each) => sum + each.restartCount, 0),
  }));
}

async function declare({ cluster, resource, name }: Workload, replicas: number): Promise<void> {
  if (resource === "prometheus") {
    const patch = JSON.stringify({ spec: { replicas } });
    const what = [resource, PROMETHEUS_RESOURCE, "--type=merge", `--patch=${patch}`];
    await kubectl(cluster, ["patch", ...what, ...inFleet]);
    return;
  }
  await kubectl(cluster, [
    "scale",
    `${resource}/${name}`,
    `--replicas=${String(replicas)}`,
    ...inFleet,
  ]);
}

async function reach(what: string, seconds: number, check: () => boolean | Promise<boolean>) {
  assert.ok(await until(seconds, check, 0.2), what);
}

/** Kills the processes of pods that were told to stop, which the kubelet would start again otherwise. */
async function killPods(cluster: string, gone: readonly Pod[]): Promise<void> {
  const uids = gone.map(({ uid }) => uid);
  await reach(`${gone.map(({ name }) => name).join()} still runs`, TOLD, () => {
    const left = processesOf(cluster, uids);
    left.forEach(kill);
    return left.length === 0;
  });
}

/** Leaves so many pods. Those that are stopped get their time to end; those that are killed get none. */
export async function takeAway(
  workload: Workload,
  how: "killed" | "stopped",
  leave = 0,
): Promise<void> {
  await declare(workload, leave);
  const last: { pods: Pod[] } = { pods: [] };
  await reach(`${workload.name} is not told to stop`, TOLD, async () => {
    last.pods = await podsOf(workload);
    return last.pods.filter(({ stopping }) => !stopping).length === leave;
  });
  if (how === "killed") {
    const gone = last.pods.filter(({ stopping }) => stopping);
    await killPods(workload.cluster, gone);
    const names = gone.map(({ name }) => name);
    const now = ["--force", "--grace-period=0", "--ignore-not-found", "--wait=false"];
    if (names.length > 0) {
      await kubectl(workload.cluster, ["delete", "pods", ...names, ...inFleet, ...now]);
    }
  }
  await reach(`${workload.name} does not stop`, STOPPED, async () => {
    return (await podsOf(workload)).length === leave;
  });
}

/** Whether it has its pods, all are ready, and none is one of the `old`. */
const allReady = async (workload: Workload, old: readonly string[] = []): Promise<boolean> => {
  const found = (await podsOf(workload)).filter(({ stopping }) => !stopping);
  const ready = found.filter((pod) => pod.ready && !old.includes(pod.uid));
  return ready.length === workload.replicas && found.length === workload.replicas;
};

/** Brings all of its pods back. */
export async function bringBack(workload: Workload): Promise<void> {
  await declare(workload, workload.replicas);
  await reach(`${workload.name} is not ready`, READY, () => allReady(workload));
}

/** Kills all pods at once; as many successors are ready afterwards. */
export async function restart(workload: Workload): Promise<void> {
  const old = await podsOf(workload);
  const names = old.map(({ name }) => name);
  const now = ["--force", "--grace-period=0", "--wait=false"];
  await kubectl(workload.cluster, ["delete", "pods", ...names, ...inFleet, ...now]);
  await killPods(workload.cluster, old);
  const uids = old.map(({ uid }) => uid);
  const same = { ...workload, replicas: old.length };
  await reach(`${workload.name} is not ready`, READY, () => allReady(same, uids));
}

/** Kills the processes of all pods, which keep their addresses; the kubelet starts the containers again. */
export async function crash(workload: Workload): Promise<void> {
  const old = await podsOf(workload);
  const before = new Map(old.map(({ uid, restarts }) => [uid, restarts]));
  processesOf(workload.cluster, [...before.keys()])
    .filter(isThanos)
    .forEach(kill);
  await reach(`${workload.name} does not come back`, READY, async () => {
    const found = await podsOf(workload);
    return found.every(({ uid, restarts, ready }) => ready && restarts > (before.get(uid) ?? 0));
  });
}

/** A pod has a process that holds its network, too. */
function isThanos(pid: number): boolean {
  try {
    return fs.readFileSync(`/proc/${String(pid)}/cmdline`, "utf8").startsWith("/bin/thanos");
  } catch {
    return false; // gone meanwhile
  }
}

/** The processes of pods: the kubelet names their control groups by the pods' UIDs. */
export const processesOf = (cluster: string, uids: readonly string[]): number[] =>
  processes(cluster).filter((pid) => {
    try {
      const groups = fs.readFileSync(`/proc/${String(pid)}/cgroup`, "utf8");
      return uids.some((uid) => groups.includes(`/pod${uid}/`));
    } catch {
      return false; // gone meanwhile
    }
  });
