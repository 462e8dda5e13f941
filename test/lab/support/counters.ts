// Counters of a part's pods in the observer's cluster, read from each pod itself.
import { z } from "zod";
import { kubectl } from "../../../lab/cluster/kubectl";
import { observer } from "../../../lab/cluster/machines";
import { getFromPod, NAMESPACE } from "./cluster";

const pods = z.object({ items: z.array(z.object({ metadata: z.object({ name: z.string() }) })) });

/** A counter by its name, and by labels that its series must have. */
export interface Counter {
  readonly name: string;
  readonly port: number;
  readonly labels?: Readonly<Record<string, string>>;
}

/** Names of a part's pods. */
export async function podsOf(part: string, cluster: string = observer.name): Promise<string[]> {
  const flags = [`--selector=app.kubernetes.io/name=${part}`, "--output=json"];
  const text = await kubectl(cluster, ["get", "pods", "--namespace", NAMESPACE, ...flags]);
  return pods.parse(JSON.parse(text)).items.map(({ metadata }) => metadata.name);
}

/** The sum of a counter's series in Prometheus' text format. */
export const sumOf = (text: string, { name, labels = {} }: Counter): number =>
  text
    .split("\n")
    .filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `))
    .filter((line) =>
      Object.entries(labels).every(([key, value]) => line.includes(`${key}="${value}"`)),
    )
    .reduce((sum, line) => sum + Number(line.split(" ").at(-1)), 0);

/** The counter of each pod of the parts. */
export async function counts(parts: readonly string[], counter: Counter): Promise<number[]> {
  const names = (await Promise.all(parts.map((part) => podsOf(part)))).flat();
  const texts = names.map((pod) => getFromPod(observer.name, pod, counter.port, "/metrics"));
  return (await Promise.all(texts)).map((text) => sumOf(text, counter));
}

/** The increase of the counter of each pod during the work; the pods must stay the same. */
export async function counted(
  parts: readonly string[],
  counter: Counter,
  work: () => Promise<unknown>,
): Promise<number[]> {
  const before = await counts(parts, counter);
  await work();
  const after = await counts(parts, counter);
  return after.map((count, pod) => count - (before[pod] ?? 0));
}

export const total = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);
