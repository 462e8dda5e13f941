// Status and logs of a cluster's pods.
import { z } from "zod";
import { kubectl, tryKubectl } from "./kubectl";
import type { Cluster } from "./machines";

const containerState = z.object({
  name: z.string(),
  ready: z.boolean(),
  state: z.record(
    z.string(),
    z.looseObject({ reason: z.string().optional(), message: z.string().optional() }),
  ),
});
const podList = z.object({
  items: z.array(
    z.object({
      metadata: z.object({ name: z.string(), namespace: z.string() }),
      status: z.object({
        phase: z.string().optional(),
        containerStatuses: z.array(containerState).optional(),
        conditions: z
          .array(z.object({ type: z.string(), status: z.string(), message: z.string().optional() }))
          .optional(),
      }),
    }),
  ),
});
type Pod = z.infer<typeof podList>["items"][number];

async function pods(cluster: string): Promise<Pod[]> {
  const result = await tryKubectl(cluster, ["get", "pods", "--all-namespaces", "--output=json"]);
  return result.code === 0 ? podList.parse(JSON.parse(result.stdout)).items : [];
}

/** One line for each pod that is not ready, with the reason from its status. */
export async function unready(clusters: readonly Cluster[]): Promise<string[]> {
  const lines = clusters.map(async ({ name }) =>
    (await pods(name))
      .filter((pod) => pod.status.phase !== "Succeeded" && !isReady(pod))
      .map((pod) => `  ${name}: ${pod.metadata.namespace}/${pod.metadata.name}: ${reason(pod)}`),
  );
  return (await Promise.all(lines)).flat();
}

function isReady(pod: Pod): boolean {
  return pod.status.conditions?.find(({ type }) => type === "Ready")?.status === "True";
}

function reason(pod: Pod): string {
  const containers = (pod.status.containerStatuses ?? []).filter(({ ready }) => !ready);
  const reasons = containers.map(({ name, state }) => {
    const [[kind, detail] = ["unknown", undefined]] = Object.entries(state);
    return `${name} ${kind} ${detail?.reason ?? ""} ${detail?.message ?? ""}`.trim();
  });
  const conditions = (pod.status.conditions ?? [])
    .filter(({ status, message }) => status !== "True" && message)
    .map(({ message }) => message ?? "");
  return [pod.status.phase ?? "", ...(reasons.length > 0 ? reasons : conditions)].join("; ");
}

/** Logs of all containers of the pods whose names start with the prefix, in any namespace. */
export async function podLogs(cluster: string, prefix: string): Promise<string> {
  const found = (await pods(cluster)).filter(({ metadata }) => metadata.name.startsWith(prefix));
  if (found.length === 0) {
    const names = (await pods(cluster)).map(({ metadata }) => metadata.name).join(", ");
    throw new Error(`no pod of ${cluster} starts with "${prefix}"; it has: ${names || "none"}`);
  }
  const texts: string[] = [];
  for (const { metadata } of found) {
    const flags = ["--namespace", metadata.namespace, "--all-containers", "--prefix"];
    texts.push(await kubectl(cluster, ["logs", metadata.name, ...flags]));
  }
  return texts.join("");
}
