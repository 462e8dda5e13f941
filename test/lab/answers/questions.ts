// The questions: five selectors, over samples that only Prometheus has and over samples that only the buckets have.
import { clusters, observees } from "../../../lab/cluster/machines";
import type { Selector, Time } from "./verdicts";

/** The cluster that no fault of an observee touches. */
export const HEALTHY = observees[0].name;

export interface Question {
  readonly selector: Selector;
  readonly time: Time;
  readonly promql: string;
  /** Clusters in a complete answer. */
  readonly clusters: readonly string[];
}

const everywhere = clusters.map(({ name }) => name).sort();

/** `dead` is the cluster that the fault takes away. */
export function question(selector: Selector, time: Time, dead: string): Question {
  const asked = {
    dead: { promql: `up{cluster="${dead}"}`, clusters: [dead] },
    healthy: { promql: `up{cluster="${HEALTHY}"}`, clusters: [HEALTHY] },
    all: { promql: "up", clusters: everywhere },
    none: { promql: 'up{cluster="nowhere"}', clusters: [] },
    // No answer to it is complete: see `refused` and `nothing`.
    labels: { promql: 'count({cluster=~".+"})', clusters: everywhere },
  } as const satisfies Record<Selector, Pick<Question, "promql" | "clusters">>;
  return { selector, time, ...asked[selector] };
}

/** The same in words that the Query Frontend has not met before, so that no earlier answer is kept for it. */
export const anew = (asked: Question, n: number): Question => ({
  ...asked,
  promql: `${asked.promql} + 0 * ${String(n)}`,
});
