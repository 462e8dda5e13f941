// Queries the fleet: PromQL through the Query Frontend, and the stores that Query knows.
import { z } from "zod";
import { applyOnce } from "./addons/install";
import { observer } from "./cluster/machines";

const namespace = "thanos";
const nodePortServices = {
  frontend: { port: 30902, app: "thanos-query-frontend" },
  query: { port: 30903, app: "thanos-query" },
} as const;

export const addresses = {
  frontend: `http://${observer.address}:${nodePortServices.frontend.port}`,
  query: `http://${observer.address}:${nodePortServices.query.port}`,
} as const;

/** Creates NodePort Services for the lab, through which this machine reaches Query and the Query Frontend. */
export async function createNodePorts(): Promise<void> {
  const services = Object.values(nodePortServices).map(({ port, app }) => ({
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: `lab-${app}`, namespace },
    spec: {
      type: "NodePort",
      selector: { "app.kubernetes.io/name": app },
      ports: [{ name: "http", port: 10902, targetPort: 10902, nodePort: port }],
    },
  }));
  await applyOnce(observer, "node-ports", services);
}

const answerSchema = z.object({
  status: z.string(),
  warnings: z.array(z.string()).nullish(),
  error: z.string().optional(),
  data: z
    .object({
      result: z.array(
        z.object({
          metric: z.record(z.string(), z.string()),
          value: z.tuple([z.number(), z.string()]),
        }),
      ),
    })
    .optional(),
});

export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface Answer {
  readonly samples: readonly Sample[];
  readonly warnings: readonly string[];
}

/** Runs an instant query through the Query Frontend. */
export async function query(promql: string): Promise<Answer> {
  const url = `${addresses.frontend}/api/v1/query?query=${encodeURIComponent(promql)}`;
  const response = await fetch(url, { signal: AbortSignal.timeout(30_000) });
  const text = await response.text();
  if (response.status !== 200) {
    throw new Error(`the Query Frontend answered ${response.status}: ${text.slice(0, 500)}`);
  }
  const answer = answerSchema.parse(JSON.parse(text));
  const samples = (answer.data?.result ?? []).map(({ metric, value }) => ({
    labels: metric,
    value: Number(value[1]),
  }));
  return { samples, warnings: answer.warnings ?? [] };
}

const storesSchema = z.object({
  data: z.record(
    z.string(),
    z.array(
      z.object({
        name: z.string(),
        lastError: z.unknown(),
        labelSets: z.array(z.record(z.string(), z.string())).nullish(),
      }),
    ),
  ),
});

export interface Store {
  readonly type: string;
  readonly name: string;
  readonly clusters: readonly string[];
  readonly lastError: string;
}

/** Query's list of stores, from its stores API. */
export async function stores(): Promise<Store[]> {
  const url = `${addresses.query}/api/v1/stores`;
  const response = await fetch(url, { signal: AbortSignal.timeout(10_000) });
  const { data } = storesSchema.parse(await response.json());
  return Object.entries(data).flatMap(([type, list]) =>
    list.map(({ name, lastError, labelSets }) => ({
      type,
      name,
      clusters: [...new Set((labelSets ?? []).map((set) => set.cluster ?? "-"))].sort(),
      lastError: lastError ? errorText(lastError) : "",
    })),
  );
}

function errorText(error: unknown): string {
  return typeof error === "string" ? error : JSON.stringify(error);
}
