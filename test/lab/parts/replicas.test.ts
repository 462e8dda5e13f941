// Prometheus in two shards of two replicas: each target is in one shard, and one replica may fail.
import * as assert from "node:assert/strict";
import { setTimeout } from "node:timers/promises";
import { z } from "zod";
import { kubectl } from "../../../lab/cluster/kubectl";
import { clusters, observer } from "../../../lab/cluster/machines";
import { addresses } from "../../../lab/query";
import { until } from "../../../lab/run";
import { PROMETHEUS_RESOURCE } from "../../../kubernetes/names";
import { answersOnly } from "../support/answers";
import { budget } from "../support/budget";
import { NAMESPACE } from "../support/cluster";
import { mustUp } from "../support/engine";
import { configure } from "../support/overrides";
import { rangeOf } from "../support/past-samples";
import { settled } from "../support/query-loop";
import { freeVolumes } from "../support/volumes";

const PROMETHEUS = { replicas: 2, shards: 2, scrapeInterval: "5s" };
/**
 * Seconds: more than three scrapes. Deduplication leaves a replica that ended by skipping two intervals of the other
 * one's samples, and the next of those may be an interval later (`penB` in Thanos' pkg/dedup/iter.go).
 */
const WINDOW = 20;
/** Seconds without a replica: targets without another scrape would be missing for a third of them. */
const AWAY = 30;
const PATIENCE = 90;

const inFleet = ["--namespace", NAMESPACE];
const PODS = `--selector=operator.prometheus.io/name=${PROMETHEUS_RESOURCE}`;
/** Recently scraped series: a series without new samples stays in answers for five minutes. */
const FRESH = `max_over_time(up{cluster="${observer.name}"}[${String(WINDOW)}s])`;
/** Without the targets that the killed pod is itself. */
const OTHERS = FRESH.replace("}[", ',job!~"prometheus|thanos-sidecar"}[');

const answer = z.object({
  data: z.object({
    result: z.array(
      z.object({
        metric: z.record(z.string(), z.string()),
      }),
    ),
  }),
});

/** Asks Query itself, past every cache. */
async function ask(parameters: Readonly<Record<string, string>>) {
  const url = `${addresses.query}/api/v1/query?${new URLSearchParams(parameters).toString()}`;
  const response = await fetch(url, { signal: AbortSignal.timeout(30_000) });
  assert.equal(response.status, 200);
  return answer.parse(await response.json()).data.result;
}

/** `prometheus-fleet-1` is of shard 0, `prometheus-fleet-shard-1-0` of shard 1. */
const shardOf = (pod: string): string => /-shard-(\d+)-\d+$/.exec(pod)?.[1] ?? "0";

/** For each target the replicas that scrape it. */
async function scrapers(): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  for (const { metric } of await ask({ query: FRESH, dedup: "false" })) {
    const { prometheus_replica: replica = "", ...target } = metric;
    const name = JSON.stringify(target);
    found.set(name, [...(found.get(name) ?? []), replica].sort());
  }
  return found;
}

const shardsOf = (replicas: readonly string[]): string[] => [...new Set(replicas.map(shardOf))];

const byOneShard = (replicas: readonly string[]): boolean =>
  replicas.length === 2 && shardsOf(replicas).length === 1;

/** Waits until each target is scraped by both replicas of one shard, and each shard has some. */
async function allScraped(): Promise<void> {
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
}

/** How many targets there were at each point of a time: one number where there was no gap. */
async function countsIn(time: { readonly start: number; readonly end: number }): Promise<number[]> {
  const { series } = await rangeOf(`count(${OTHERS})`, { ...time, step: 2 }, addresses.query);
  const values = series.flatMap(({ samples }) => samples.map(([, value]) => value));
  assert.ok(values.length >= AWAY / 2, `${String(values.length)} answers`);
  return [...new Set(values)];
}

describe("Prometheus in two shards of two replicas", () => {
  budget(480);
  const all = clusters.map(({ name }) => name).sort();

  before("deploy it", async () => {
    await configure(observer.name, { prometheus: PROMETHEUS });
    await mustUp(observer.name);
  });
  after("restore a single Prometheus", async () => {
    await kubectl(observer.name, ["uncordon", observer.node]);
    await configure(observer.name, { prometheus: undefined });
    await mustUp(observer.name);
    await freeVolumes(observer.name, /prometheus-fleet-(1|shard-.*)$/);
    await settled(all);
  });

  it("scrapes each target by both replicas of one shard, and each shard has targets", async () => {
    await allScraped();
  });

  it("returns each target once", async () => {
    const targets = [...(await scrapers()).keys()].sort();
    const once = await ask({ query: FRESH });
    assert.deepEqual(once.map(({ metric }) => JSON.stringify(metric)).sort(), targets);
  });

  it("has no gap while one replica is killed, nor after it is back", async () => {
    const targets = (await ask({ query: OTHERS })).length;
    const start = Date.now() / 1000;
    await kubectl(observer.name, ["cordon", observer.node]);
    const pod = ["delete", "pod", `prometheus-${PROMETHEUS_RESOURCE}-0`, ...inFleet];
    await kubectl(observer.name, [...pod, "--force", "--grace-period=0", "--wait=false"]);
    await setTimeout(AWAY * 1000);
    const away = { start, end: start + AWAY };
    assert.deepEqual(await countsIn(away), [targets]);
    await kubectl(observer.name, ["uncordon", observer.node]);
    await allScraped();
    assert.deepEqual(await countsIn(away), [targets]);
  });

  it("leaves the cluster out of the answer without any replica", async () => {
    await kubectl(observer.name, ["cordon", observer.node]);
    await kubectl(observer.name, ["delete", "pods", PODS, ...inFleet, "--wait=false"]);
    const rest = all.filter((name) => name !== observer.name);
    await answersOnly(rest);
  });
});
