// Reads an answer of Query's API, and judges it.
import { z } from "zod";
import type { Question } from "./questions";
import { verdictOf, type Door, type Found, type Outcome } from "./verdicts";

const answer = z.object({
  status: z.literal("success"),
  warnings: z.array(z.string()).nullish(),
  data: z.object({
    result: z.array(
      z.object({
        metric: z.record(z.string(), z.string()),
        values: z.array(z.tuple([z.number(), z.string()])).optional(),
      }),
    ),
  }),
});

export type Got =
  | { readonly error: string }
  | { readonly clusters: readonly string[]; readonly warnings: readonly string[] };

/** An answer's text; a cluster counts as answering a range if it has samples at all of its steps. */
export function read(text: string, steps: number): Got {
  const { data, warnings } = answer.parse(JSON.parse(text));
  const times = new Map<string, Set<number>>();
  for (const { metric, values } of data.result) {
    const cluster = metric["cluster"] ?? "";
    const found = times.get(cluster) ?? new Set();
    times.set(cluster, found);
    // An instant has one value, whatever its time.
    (values ?? [[0]]).forEach(([at]) => found.add(at));
  }
  const clusters = [...times].filter(([, found]) => found.size >= steps).map(([name]) => name);
  return { clusters: clusters.sort(), warnings: warnings ?? [] };
}

export function judge({ selector, time, clusters }: Question, got: Got): Found {
  if ("error" in got) {
    return "no answer";
  }
  const warned = got.warnings.length > 0;
  if (selector === "labels") {
    const nothing = time === "past" && got.clusters.length === 0;
    return warned ? "lacking, warned" : nothing ? "nothing" : "lie";
  }
  const whole = got.clusters.join() === clusters.join();
  return whole ? (warned ? "whole, warned" : "whole") : warned ? "lacking, warned" : "lie";
}

/** Whether the answer should have no warning in any of these states of the fleet. */
export const unneeded = (
  found: Found,
  door: Door,
  { time, selector }: Question,
  states: readonly Outcome[],
): boolean =>
  found === "whole, warned" &&
  states.every((state) => verdictOf(state, door, time, selector) === "whole");
