// Reads samples of a past time range, from the observer's Query and from a cluster's Prometheus.
import { z } from "zod";
import { addresses } from "../../../lab/query";
import { observer } from "../../../lab/cluster/machines";
import { PORTS } from "../../../kubernetes/ports";
import { getFromPod, getThroughApi } from "./cluster";
import { PROMETHEUS } from "../../../components/prometheus/part";

const answer = z.object({
  status: z.literal("success"),
  warnings: z.array(z.string()).nullish(),
  data: z.object({
    result: z.array(
      z.object({
        metric: z.record(z.string(), z.string()),
        values: z.array(z.tuple([z.number(), z.string()])),
      }),
    ),
  }),
});

/** A series with its samples: Unix seconds, and values. */
export interface Series {
  readonly labels: Readonly<Record<string, string>>;
  readonly samples: readonly (readonly [number, number])[];
}

interface Answer {
  readonly series: Series[];
  readonly warnings: readonly string[];
}

const answerOf = (text: string): Answer => {
  const { data, warnings } = answer.parse(JSON.parse(text));
  const series = data.result.map(({ metric, values }) => ({
    labels: metric,
    samples: values.map(([at, value]) => [at, Number(value)] as const),
  }));
  return { series, warnings: warnings ?? [] };
};

const seriesOf = (text: string): Series[] => {
  const { series, warnings } = answerOf(text);
  if (warnings.length > 0) {
    throw new Error(`warnings: ${warnings.join("; ")}`);
  }
  return series;
};

/** The text of an answer that is no error. Twice as long as Query waits for a store. */
async function get(url: string): Promise<string> {
  const response = await fetch(url, { signal: AbortSignal.timeout(60_000) });
  const text = await response.text();
  if (response.status !== 200) {
    throw new Error(`${url} answered ${String(response.status)}: ${text.slice(0, 300)}`);
  }
  return text;
}

/** Seconds: Unix time of the first and the last sample, and the time between two. */
interface Range {
  readonly start: number;
  readonly end: number;
  readonly step: number;
}

const rangePath = (promql: string, { start, end, step }: Range): string => {
  const times = { start: String(start), end: String(end), step: String(step) };
  return `/api/v1/query_range?${new URLSearchParams({ query: promql, ...times }).toString()}`;
};

/** A range, through the Query Frontend where nothing else is said. */
export const rangeOf = async (
  promql: string,
  range: Range,
  address: string = addresses.frontend,
): Promise<Answer> => answerOf(await get(address + rangePath(promql, range)));

/** A range, of one pod of the observer's: a connection, once made, stays with the replica that took it. */
export const rangeOfPod = async (pod: string, promql: string, range: Range): Promise<Answer> =>
  answerOf(await getFromPod(observer.name, pod, PORTS.http, rangePath(promql, range)));

/** Samples of a range selector (`up[5m]`) at a time, without the Query Frontend's cache; throws on a warning. */
export async function pastOf(
  selector: string,
  time: number,
  maxSourceResolution = "0s",
): Promise<Series[]> {
  const parameters = new URLSearchParams({
    query: selector,
    time: String(time),
    max_source_resolution: maxSourceResolution,
  });
  return seriesOf(await get(`${addresses.query}/api/v1/query?${parameters.toString()}`));
}

/** The same of a cluster's own Prometheus. */
export async function heldBy(cluster: string, selector: string, time: number): Promise<Series[]> {
  const parameters = new URLSearchParams({ query: selector, time: String(time) });
  const service = `${PROMETHEUS.name}:web`;
  return seriesOf(await getThroughApi(cluster, service, `/api/v1/query?${parameters.toString()}`));
}
