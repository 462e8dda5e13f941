// Reaches pods of a cluster by their names, through its API server: one `kubectl proxy` for many requests.
import { spawn, type ChildProcess } from "node:child_process";
import { builtFile } from "../../../lab/build/programs";
import { kubeconfigOf } from "../../../lab/cluster/machines";
import { NAMESPACE } from "./cluster";

export class PodProxy {
  private constructor(
    private readonly child: ChildProcess,
    private readonly port: string,
  ) {}

  static start(cluster: string): Promise<PodProxy> {
    const args = ["--kubeconfig", kubeconfigOf(cluster), "proxy", "--port=0"];
    const child = spawn(builtFile("k8s", "kubectl"), args, { stdio: ["ignore", "pipe", "ignore"] });
    return new Promise((resolve, reject) => {
      child.on("error", reject);
      child.on("exit", (code) => reject(new Error(`kubectl proxy ended: ${String(code)}`)));
      child.stdout.setEncoding("utf8").on("data", (text: string) => {
        const [, port] = /Starting to serve on [\d.]+:(\d+)/.exec(text) ?? [];
        if (port !== undefined) {
          resolve(new PodProxy(child, port));
        }
      });
    });
  }

  /** Address of a pod's port. */
  addressOf(pod: string, port: number): string {
    const path = `namespaces/${NAMESPACE}/pods/${pod}:${String(port)}/proxy`;
    return `http://127.0.0.1:${this.port}/api/v1/${path}`;
  }

  stop(): void {
    this.child.kill();
  }
}
