// Scales a workload, and waits until its pods are ready or gone.
import * as assert from "node:assert/strict";
import * as fs from "node:fs";
import { kill, processes } from "../../../lab/cluster/cgroups";
import { kubectl } from "../../../lab/cluster/kubectl";
import { until } from "../../../lab/run";
import { NAMESPACE } from "./cluster";

const PATIENCE = "--timeout=120s";
/** Seconds until the controller has marked all pods for deletion. */
const STOP_SECONDS = 30;
/** Seconds until the processes of these pods have ended. */
const EXIT_SECONDS = 30;
const inFleet = ["--namespace", NAMESPACE];

/**
 * Scales `part`, which is `deployment/<name>` or `statefulset/<name>`. At 0 its pods are killed: with a graceful
 * termination they would continue to serve for a while, and the tests need them absent.
 */
export async function scale(cluster: string, part: string, replicas: number): Promise<void> {
  await kubectl(cluster, ["scale", part, `--replicas=${String(replicas)}`, ...inFleet]);
  if (replicas > 0) {
    await kubectl(cluster, ["rollout", "status", part, PATIENCE, ...inFleet]);
    return;
  }
  const pods = ["pods", `--selector=app.kubernetes.io/name=${part.split("/").at(-1) ?? ""}`];
  const found = async () => {
    const lines = `{range .items[*]}{.metadata.uid} {.metadata.deletionTimestamp}{"\\n"}{end}`;
    const got = await kubectl(cluster, ["get", ...pods, ...inFleet, `--output=jsonpath=${lines}`]);
    return got
      .split("\n")
      .slice(0, -1)
      .map((line) => line.split(" "));
  };
  const last = { uids: [""] };
  // Processes that are killed earlier would be replaced.
  const terminating = async () => {
    const all = await found();
    last.uids = all.map(([uid = ""]) => uid);
    return all.every(([, ends]) => ends !== "");
  };
  assert.ok(await until(STOP_SECONDS, terminating, 0.2), `${part} does not stop`);
  // Deleting only the objects would leave the processes running.
  const killed = () => {
    const left = processesOf(cluster, last.uids);
    left.forEach(kill);
    return left.length === 0;
  };
  const dead = await until(EXIT_SECONDS, killed, 0.1);
  assert.ok(dead, `${part} is still served`);
  const now = ["--force", "--grace-period=0", "--ignore-not-found", PATIENCE];
  await kubectl(cluster, ["delete", ...pods, ...inFleet, ...now]);
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
