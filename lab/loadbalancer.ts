// The clusters' load balancer: a daemon that gives each LoadBalancer Service its node's address.
// kube-proxy does the rest, since it answers on the addresses in a Service's status.
import { CoreV1Api, KubeConfig, PatchStrategy, setHeaderOptions } from "@kubernetes/client-node";
import { clusters, kubeconfigOf, type Cluster } from "./cluster/machines";
import { sleep } from "./run";

const pauseSeconds = 1;

async function serve(cluster: Cluster): Promise<never> {
  const config = new KubeConfig();
  config.loadFromFile(kubeconfigOf(cluster.name));
  const api = config.makeApiClient(CoreV1Api);
  for (;;) {
    // An API server that restarts is asked again: nothing here ends the daemon.
    await balance(api, cluster).catch((error: unknown) => console.error(cluster.name, error));
    await sleep(pauseSeconds);
  }
}

async function balance(api: CoreV1Api, cluster: Cluster): Promise<void> {
  const { items } = await api.listServiceForAllNamespaces();
  const open = items.filter(
    (service) =>
      service.spec?.type === "LoadBalancer" &&
      service.status?.loadBalancer?.ingress?.[0]?.ip !== cluster.address,
  );
  for (const { metadata } of open) {
    const [name, namespace] = [metadata?.name ?? "", metadata?.namespace ?? ""];
    const body = { status: { loadBalancer: { ingress: [{ ip: cluster.address }] } } };
    await api.patchNamespacedServiceStatus(
      { name, namespace, body, fieldManager: "lab-loadbalancer" },
      setHeaderOptions("Content-Type", PatchStrategy.MergePatch),
    );
    console.log(`${cluster.name}: ${namespace}/${name} is at ${cluster.address}`);
  }
}

if (require.main === module) {
  void Promise.all(clusters.map(serve));
}
