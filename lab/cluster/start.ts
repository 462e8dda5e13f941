// Starts one cluster: its machine, daemons and images, until the node is ready.
import * as fs from "node:fs";
import type { ImageFile } from "../build/images";
import { state, writeFile } from "../paths";
import { logEnd, run, tryRun } from "../run";
import { writeConfig } from "./files";
import * as control from "./control";
import { logFile, startDaemon, waitFor } from "./daemons";
import { kubectl, tryKubectl } from "./kubectl";
import type { Cluster } from "./machines";
import { startMachine } from "./network";
import { createPki } from "./pki";

export async function startCluster(
  cluster: Cluster,
  images: readonly ImageFile[],
  /** Runs as soon as the API server answers, while the node starts. */
  withApi: () => Promise<void>,
): Promise<void> {
  const inside = await startMachine(cluster);
  await createPki(cluster);
  writeConfig(cluster);
  const start = (name: string, argv: readonly string[]) => {
    const daemon = { machine: cluster.name, name, argv, inside };
    startDaemon(daemon);
    return daemon;
  };
  const etcd = start("etcd", control.etcd(cluster));
  const containerd = start("containerd", control.containerd(cluster));
  const apiServer = start("kube-apiserver", control.apiServer(cluster));
  const node = async () => {
    await waitFor(containerd, 30, () => answers([...control.ctr(cluster), "version"]));
    // Before the kubelet runs: for a missing image it would contact a registry, and wait.
    await importImages(cluster, images);
  };
  const plane = async () => {
    await waitFor(apiServer, 120, () => apiReady(cluster), [etcd]);
    start("kube-controller-manager", control.controllerManager(cluster));
    start("kube-scheduler", control.scheduler(cluster));
    await withApi();
  };
  await Promise.all([node(), plane()]);
  start("kubelet", control.kubelet(cluster));
  start("kube-proxy", control.proxy(cluster));
  await nodeReady(cluster);
}

async function answers(argv: readonly string[]): Promise<boolean> {
  return (await tryRun(argv)).code === 0;
}

async function apiReady(cluster: Cluster): Promise<boolean> {
  return (await tryKubectl(cluster.name, ["get", "--raw", "/readyz"])).code === 0;
}

/** Imports the images that this cluster lacks; a file lists those that it has. */
export async function importImages(cluster: Cluster, images: readonly ImageFile[]): Promise<void> {
  const list = state(cluster.name, "containerd", "imported");
  const have = fs.existsSync(list) ? fs.readFileSync(list, "utf8").split("\n") : [];
  for (const { file } of images.filter((image) => !have.includes(image.file))) {
    await run([...control.ctr(cluster), "images", "import", file]);
    have.push(file);
    writeFile(list, have.join("\n"));
  }
}

async function nodeReady(cluster: Cluster): Promise<void> {
  const node = `node/${cluster.node}`;
  try {
    await kubectl(cluster.name, ["wait", node, "--for=create", "--timeout=60s"]);
    await kubectl(cluster.name, ["wait", node, "--for=condition=Ready", "--timeout=90s"]);
  } catch (error) {
    const log = logEnd(logFile({ machine: cluster.name, name: "kubelet" }));
    throw new Error(`the node of ${cluster.name} is not ready\n${String(error)}\n${log}`);
  }
}
