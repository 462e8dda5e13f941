// The dashboards' panels, and their data in the running fleet.
import * as assert from "node:assert/strict";
import { DASHBOARDS } from "../../../components/grafana/dashboard/all";
import { query, type Sample } from "../../../lab/query";
import { rangeOf } from "./past-samples";

export const panels = DASHBOARDS.flatMap(({ name, rows }) =>
  rows.flatMap(({ panels: row }) => row.map((each) => ({ id: `${name}: ${each.title}`, ...each }))),
);

/** The queries of all panels, by panel, and by legend if a panel has several. */
export const queries = panels.flatMap(({ id, queries: all }) =>
  all.map(({ expr, legend }) => ({ id: all.length === 1 ? id : `${id}, ${legend}`, expr })),
);

/** Seconds over which rates are taken. */
export const RATE_SECONDS = 300;

/** As Grafana sends it, for all clusters. */
export const ask = async (expr: string): Promise<readonly Sample[]> => {
  const { samples } = await query(
    expr.replaceAll("$cluster", ".+").replaceAll("$__rate_interval", `${String(RATE_SECONDS)}s`),
  );
  return samples.filter(({ value }) => !Number.isNaN(value));
};

/** Samples of a panel's first expression. */
export const panelSamples = (id: string): Promise<readonly Sample[]> => {
  const expr = panels.find((each) => each.id === id)?.queries[0]?.expr;
  assert.ok(expr !== undefined, `there is no panel ${id}`);
  return ask(expr);
};

/** The sum of a panel's values for one cluster; 0 without values. */
export const panelSumOf = async (id: string, cluster: string): Promise<number> =>
  (await panelSamples(id))
    .filter(({ labels }) => labels["cluster"] === cluster)
    .reduce((sum, { value }) => sum + value, 0);

/** Queries the same range repeatedly, so that the cache is used. */
export async function askRanges(times: number): Promise<void> {
  const end = Math.floor(Date.now() / 60_000) * 60 - 600;
  for (let i = 0; i < times; i += 1) {
    await rangeOf("sum by (cluster) (up)", { start: end - 600, end, step: 60 });
  }
}
