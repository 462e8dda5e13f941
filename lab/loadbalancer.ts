// Load balancer of the clusters: a daemon that gives each LoadBalancer Service its node's address.
// kube-proxy does the rest, since it accepts traffic to the addresses in a Service's status.
import * as fs from "node:fs";
import * as https from "node:https";
import * as path from "node:path";
import { z } from "zod";
import { clusters, type Cluster } from "./cluster/machines";
import { pkiDir } from "./cluster/pki";
import { sleep } from "./run";

const pauseSeconds = 1;

const serviceList = z.object({
  items: z.array(
    z.object({
      metadata: z.object({ name: z.string(), namespace: z.string() }),
      spec: z.object({ type: z.string().optional() }),
      status: z.object({
        loadBalancer: z
          .object({ ingress: z.array(z.object({ ip: z.string().optional() })).optional() })
          .optional(),
      }),
    }),
  ),
});

type Call = (method: string, path: string, body?: object) => Promise<string>;

/** Client of a cluster's API server. The Kubernetes client library does not load on the oldest supported Node.js. */
function caller(cluster: Cluster): Call {
  const file = (name: string) => fs.readFileSync(path.join(pkiDir(cluster), name));
  const tls = { ca: file("ca.crt"), cert: file("admin.crt"), key: file("admin.key") };
  const agent = new https.Agent({ keepAlive: true, maxSockets: 1, ...tls });
  const server = { host: cluster.address, port: 6443, agent, timeout: 10_000 };
  return (method, url, body) =>
    new Promise((resolve, reject) => {
      const headers = { "Content-Type": "application/merge-patch+json" };
      const request = https.request({ ...server, method, path: url, headers }, (response) => {
        let text = "";
        response.setEncoding("utf8").on("data", (part: string) => (text += part));
        response.on("error", reject);
        response.on("end", () => {
          if (response.statusCode === 200) {
            resolve(text);
          } else {
            reject(new Error(`${method} ${url}: ${response.statusCode} ${text.slice(0, 300)}`));
          }
        });
      });
      request.on("timeout", () => request.destroy(new Error(`${method} ${url}: no answer`)));
      request.on("error", reject).end(body ? JSON.stringify(body) : undefined);
    });
}

async function balance(call: Call, cluster: Cluster): Promise<void> {
  const { items } = serviceList.parse(JSON.parse(await call("GET", "/api/v1/services")));
  const open = items.filter(
    ({ spec, status }) =>
      spec.type === "LoadBalancer" && status.loadBalancer?.ingress?.[0]?.ip !== cluster.address,
  );
  for (const { metadata } of open) {
    const { name, namespace } = metadata;
    const status = { loadBalancer: { ingress: [{ ip: cluster.address }] } };
    const url = `/api/v1/namespaces/${namespace}/services/${name}/status`;
    await call("PATCH", `${url}?fieldManager=lab-loadbalancer`, { status });
    console.log(`${cluster.name}: ${namespace}/${name} is at ${cluster.address}`);
  }
}

async function serve(cluster: Cluster): Promise<never> {
  const call = caller(cluster);
  for (;;) {
    // Errors are logged and retried, for example while an API server restarts: the daemon must not exit.
    await balance(call, cluster).catch((error: unknown) =>
      console.error(`${cluster.name}: ${String(error)}`),
    );
    await sleep(pauseSeconds);
  }
}

if (require.main === module) {
  void Promise.all(clusters.map(serve));
}
