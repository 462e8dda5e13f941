// Asks for samples of the past, one by one: of the observer's Query, and of a cluster's own Prometheus.
import { z } from "zod";
import { addresses } from "../../../lab/query";
import { getThroughApi } from "./cluster";
import { NAMES } from "../../../specs/names";

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

const seriesOf = (text: string): Series[] => {
  const { data, warnings } = answer.parse(JSON.parse(text));
  if (warnings !== undefined && warnings !== null && warnings.length > 0) {
    throw new Error(`warnings: ${warnings.join("; ")}`);
  }
  return data.result.map(({ metric, values }) => ({
    labels: metric,
    samples: values.map(([at, value]) => [at, Number(value)] as const),
  }));
};

/** What a selector with a range (`up[5m]`) held at a time, past the Query Frontend's cache; fails with a warning. */
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
  const response = await fetch(`${addresses.query}/api/v1/query?${parameters.toString()}`, {
    signal: AbortSignal.timeout(30_000),
  });
  const text = await response.text();
  if (response.status !== 200) {
    throw new Error(`Query answered ${String(response.status)}: ${text.slice(0, 300)}`);
  }
  return seriesOf(text);
}

/** The same of a cluster's own Prometheus. */
export async function heldBy(cluster: string, selector: string, time: number): Promise<Series[]> {
  const parameters = new URLSearchParams({ query: selector, time: String(time) });
  const service = `${NAMES.prometheus}:web`;
  return seriesOf(await getThroughApi(cluster, service, `/api/v1/query?${parameters.toString()}`));
}
