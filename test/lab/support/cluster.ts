// Requests to a cluster's API server.
import { clientTlsName } from "../../../components/tls-querier/part";
import { z } from "zod";
import { kubectl } from "../../../lab/cluster/kubectl";
import { observer } from "../../../lab/cluster/machines";
import type { Identity } from "./certificates";

/** The namespace of the lab's stacks. */
export const NAMESPACE = "thanos";

const object = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({
    name: z.string(),
    namespace: z.string().optional(),
    uid: z.string().optional(),
    generation: z.number().optional(),
    managedFields: z.array(z.looseObject({ manager: z.string().optional() })).optional(),
  }),
});
const list = z.object({ items: z.array(object) });

export type LiveObject = z.infer<typeof object>;

/** All objects of some kinds (`pods,services`), in all namespaces. */
export async function listObjects(cluster: string, kinds: string): Promise<LiveObject[]> {
  const flags = ["--all-namespaces", "--show-managed-fields", "--output=json"];
  return list.parse(JSON.parse(await kubectl(cluster, ["get", kinds, ...flags]))).items;
}

/** Every kind that can be listed, but for events, which come and go by themselves. */
export async function listableKinds(cluster: string): Promise<string> {
  const names = await kubectl(cluster, ["api-resources", "--verbs=list", "--output=name"]);
  return names
    .trim()
    .split("\n")
    .filter((name) => !/^(events|componentstatuses)(\.|$)/.test(name))
    .join(",");
}

const secretData = z.object({ data: z.record(z.string(), z.string()) });

/** The files of a Secret in the fleet's namespace. */
export async function secretFiles(cluster: string, name: string): Promise<Map<string, string>> {
  const flags = ["--namespace", NAMESPACE, "--output=json"];
  const { data } = secretData.parse(
    JSON.parse(await kubectl(cluster, ["get", "secret", name, ...flags])),
  );
  return new Map(
    Object.entries(data).map(([file, text]) => [file, Buffer.from(text, "base64").toString()]),
  );
}

/** One file of a Secret; throws if it is missing. */
export function fileOf(files: ReadonlyMap<string, string>, name: string): string {
  const text = files.get(name);
  if (text === undefined) {
    throw new Error(`the Secret has no ${name}`);
  }
  return text;
}

/** The certificate in such a Secret, with its key. */
export async function identityOf(cluster: string, secret: string): Promise<Identity> {
  const files = await secretFiles(cluster, secret);
  return { cert: fileOf(files, "tls.crt"), key: fileOf(files, "tls.key") };
}

/** The certificate with which the observer calls an observee. */
export const clientIdentity = (observee: string): Promise<Identity> =>
  identityOf(observer.name, clientTlsName(observee));

const get = (cluster: string, whose: string, path: string): Promise<string> =>
  kubectl(cluster, ["get", "--raw", `/api/v1/namespaces/${NAMESPACE}/${whose}/proxy${path}`]);

/** An HTTP answer of a Service in the fleet's namespace, through the API server. */
export const getThroughApi = (cluster: string, service: string, path: string): Promise<string> =>
  get(cluster, `services/${service}`, path);

/** The same for one pod. */
export const getFromPod = (
  cluster: string,
  pod: string,
  port: number,
  path: string,
): Promise<string> => get(cluster, `pods/${pod}:${String(port)}`, path);
