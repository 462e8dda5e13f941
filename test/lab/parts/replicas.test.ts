// Prometheus in two shards of two replicas each: every target is scraped by one shard, and one replica may fail.
import * as assert from "node:assert/strict";
import { z } from "zod";
import { kubectl } from "../../../lab/cluster/kubectl";
import { clusters, observer } from "../../../lab/cluster/machines";
import { addresses, query } from "../../../lab/query";
import { until } from "../../../lab/run";
import { PROMETHEUS_RESOURCE } from "../../../specs/names";
import { budget } from "../support/budget";
import { NAMESPACE } from "../support/cluster";
import { mustUp } from "../support/engine";
import { configure } from "../support/overrides";
import { settled } from "../support/query-loop";
import { freeVolumes } from "../support/volumes";

const PROMETHEUS = { replicas: 2, shards: 2, scrapeInterval: "5s" };
/** Seconds: longer than two scrapes, and far shorter than a pod needs to start. */
const WINDOW = 12;
/** Seconds that the rest is watched after a replica was killed. */
const WATCHED = 40;
const PATIENCE = 90;

const inFleet = ["--namespace", NAMESPACE];
const PODS = `--selector=operator.prometheus.io/name=${PROMETHEUS_RESOURCE}`;
/** What was scraped lately: a series that is scraped no more is answered for five minutes. */
const FRESH = `max_over_time(up{cluster="${observer.name}"}[${String(WINDOW)}s])`;
/** Without the targets that the killed pod is itself. */
const OTHERS = FRESH.replace("}[", ',job!~"prometheus|thanos-sidecar"}[');

const answer = z.object({
  data: z.object({
    result: z.array(
      z.object({
        metric: z.record(z.string(), z.string()),
        values: z.array(z.tuple([z.number(), z.string()])).optional(),
      }),
    ),
  }),
});

/** Asks Query itself, past every cache. */
async function ask(path: string, parameters: Readonly<Record<string, string>>) {
  const url = `${addresses.query}/api/v1/${path}?${new URLSearchParams(parameters).toString()}`;
  const response = await fetch(url, { signal: AbortSignal.timeout(30_000) });
  assert.equal(response.status, 200);
  return answer.parse(await response.json()).data.result;
}

/** `prometheus-fleet-1` is of shard 0, `prometheus-fleet-shard-1-0` of shard 1. */
const shardOf = (pod: string): string => /-shard-(\d+)-\d+$/.exec(pod)?.[1] ?? "0";

/** For each target the replicas that scrape it. */
async function scrapers(): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  for (const { metric } of await ask("query", { query: FRESH, dedup: "false" })) {
    const { prometheus_replica: replica = "", ...target } = metric;
    const name = JSON.stringify(target);
    found.set(name, [...(found.get(name) ?? []), replica].sort());
  }
  return found;
}

const shardsOf = (replicas: readonly string[]): string[] => [...new Set(replicas.map(shardOf))];

const byOneShard = (replicas: readonly string[]): boolean =>
  replicas.length === 2 && shardsOf(replicas).length === 1;

describe("Prometheus in two shards of two replicas", () => {
  budget(200);
  const all = clusters.map(({ name }) => name).sort();

  before("is deployed", async () => {
    await configure(observer.name, { prometheus: PROMETHEUS });
    await mustUp(observer.name);
  });
  after("is one again", async () => {
    await kubectl(observer.name, ["uncordon", observer.node]);
    await configure(observer.name, { prometheus: undefined });
    await mustUp(observer.name);
    await freeVolumes(observer.name, /prometheus-fleet-(1|shard-.*)$/);
    await settled(all);
  });

  it("scrapes each target by both replicas of one shard, and each shard has some", async () => {
    const last = { targets: new Map<string, string[]>() };
    await until(
      PATIENCE,
      async () => {
        last.targets = await scrapers();
        const lists = [...last.targets.values()];
        return (
          lists.length > 0 &&
          lists.every(byOneShard) &&
          new Set(lists.flatMap(shardsOf)).size === PROMETHEUS.shards
        );
      },
      2,
    );
    const wrong = [...last.targets].filter(([, replicas]) => !byOneShard(replicas));
    assert.deepEqual(wrong, []);
    const used = new Set([...last.targets.values()].flatMap(shardsOf));
    assert.deepEqual([...used].sort(), ["0", "1"]);
  });

  it("has each target once in an answer", async () => {
    const targets = [...(await scrapers()).keys()].sort();
    const once = await ask("query", { query: FRESH });
    assert.deepEqual(once.map(({ metric }) => JSON.stringify(metric)).sort(), targets);
  });

  it("has no gap while one replica is killed", async () => {
    const targets = (await ask("query", { query: OTHERS })).length;
    const start = Date.now() / 1000;
    const pod = ["delete", "pod", `prometheus-${PROMETHEUS_RESOURCE}-0`, ...inFleet];
    await kubectl(observer.name, [...pod, "--force", "--grace-period=0", "--wait=false"]);
    await new Promise((resolve) => setTimeout(resolve, WATCHED * 1000));
    const [count] = await ask("query_range", {
      query: `count(${OTHERS})`,
      ...{ start: String(start), end: String(start + WATCHED - WINDOW), step: "2" },
    });
    const values = (count?.values ?? []).map(([, value]) => Number(value));
    assert.ok(values.length >= (WATCHED - WINDOW) / 2, `${String(values.length)} answers`);
    assert.deepEqual([...new Set(values)], [targets]);
  });

  it("without a replica of any shard leaves the cluster out of the answer", async () => {
    await kubectl(observer.name, ["cordon", observer.node]);
    await kubectl(observer.name, ["delete", "pods", PODS, ...inFleet, "--wait=false"]);
    const rest = all.filter((name) => name !== observer.name);
    const last = { clusters: [""] };
    await until(
      PATIENCE,
      async () => {
        const { samples } = await query("count by (cluster) (up)");
        last.clusters = samples.map(({ labels }) => labels["cluster"] ?? "").sort();
        return last.clusters.join() === rest.join();
      },
      2,
    );
    assert.deepEqual(last.clusters, rest);
  });
});
