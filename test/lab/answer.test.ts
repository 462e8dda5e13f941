// The fleet answers as one: every cluster in one query, every store up, every target scraped.
import * as assert from "node:assert/strict";
import { z } from "zod";
import { questions } from "../../lab/answer";
import { clusters, observees, observer } from "../../lab/cluster/machines";
import { query, stores, type Answer, type Store } from "../../lab/query";
import { until } from "../../lab/run";
import { durationSeconds } from "../../config/primitives";
import { becomes } from "./support/answers";
import { budget } from "./support/budget";
import { getThroughApi } from "./support/cluster";

const names = clusters.map(({ name }) => name).sort();
const observeeNames = observees.map(({ name }) => name).sort();

/** Scrape targets by job that every cluster has, and those of each role. */
const COMMON = {
  prometheus: 1,
  "thanos-sidecar": 1,
  "thanos-compact": 1,
  apiserver: 1,
  kubelet: 2,
};
const OBSERVER = {
  ...COMMON,
  "thanos-query": 2,
  "thanos-query-frontend": 2,
  "thanos-fleet-check": 2,
  ...Object.fromEntries(names.map((name) => [`thanos-store-${name}`, 2])),
};
const OBSERVEE = { ...COMMON, "thanos-query-leaf": 2 };

/**
 * Seconds until Prometheus has the newest monitors and has scraped their pods: the kubelet updates a changed Secret
 * within 90 s, the config-reloader checks it every three minutes, and then comes a scrape.
 */
const TARGETS_SECONDS = 300;

const targetsSchema = z.object({
  data: z.object({
    activeTargets: z
      .array(
        z.object({
          labels: z.record(z.string(), z.string()),
          health: z.string(),
          lastError: z.string(),
          scrapeInterval: z.string(),
        }),
      )
      .min(1),
  }),
});

describe("the answer", () => {
  budget(120);

  for (const question of questions) {
    it(`has exactly the three clusters, without a warning: ${question}`, async () => {
      const last: { fault?: unknown } = {};
      const whole = await until(60, async () => {
        last.fault = await query(question).then(faultOf, String);
        return last.fault === undefined;
      });
      assert.ok(whole, String(last.fault));
    });
  }
});

/** The Query Frontend's status is checked before: any but 200 throws. */
function faultOf({ samples, warnings }: Answer): string | undefined {
  const found = samples.map(({ labels }) => labels["cluster"] ?? "").sort();
  const whole = warnings.length === 0 && found.join() === names.join();
  return whole && samples.every(({ value }) => value > 0)
    ? undefined
    : JSON.stringify({ samples, warnings });
}

describe("the stores that Query lists", () => {
  budget(240);
  let list: readonly Store[] = [];
  before("wait until Query has read its endpoint file and called every store", async () => {
    // The kubelet takes up to a minute to update a changed ConfigMap in a pod, and Query ten seconds to read it.
    await until(180, async () => {
      list = await stores();
      const gateways = list.filter(({ type }) => type === "store");
      return gateways.length >= names.length && list.every(({ lastError }) => lastError === "");
    });
  });

  it("are all up, without a last error", () => {
    assert.deepEqual(
      list.filter(({ lastError }) => lastError !== ""),
      [],
    );
  });

  it("include the observer's own sidecar", () => {
    const sidecars = list.filter(({ type }) => type === "sidecar");
    assert.deepEqual(
      sidecars.map((store) => store.clusters),
      [[observer.name]],
    );
  });

  it("include one edge for each observee, with its label set and no other's", () => {
    const edges = list.filter(({ type }) => type === "query");
    assert.deepEqual(
      edges.map((store) => store.clusters).sort(),
      observeeNames.map((name) => [name]),
    );
  });

  it("include one group of Store Gateways for each bucket", () => {
    const gateways = list.filter(({ type }) => type === "store").map(({ name }) => name);
    assert.equal(gateways.length, names.length, gateways.join(", "));
    for (const name of names) {
      assert.ok(
        gateways.some((gateway) => gateway.includes(`thanos-store-${name}.`)),
        `none for ${name} in ${gateways.join(", ")}`,
      );
    }
  });

  it("include both pods of the fleet check", () => {
    const checks = list.filter(({ type }) => type === "rule");
    assert.deepEqual(
      checks.map((store) => store.clusters),
      [["-"], ["-"]],
    );
  });

  it("include no others", () => {
    assert.deepEqual([...new Set(list.map(({ type }) => type))].sort(), [
      "query",
      "rule",
      "sidecar",
      "store",
    ]);
  });
});

describe("the scrape targets", () => {
  budget(360);

  for (const { name } of clusters) {
    it(`of ${name} are the expected ones, and up`, async () => {
      const expected = name === observer.name ? OBSERVER : OBSERVEE;
      const got = { faults: "not asked" };
      const well = await until(TARGETS_SECONDS, async () => {
        got.faults = await targetFaults(name, expected);
        return got.faults === "";
      });
      assert.ok(well, got.faults);
    });

    it(`of ${name} include the kubelet's metrics and cadvisor's`, async () => {
      const paths = async () => {
        const { samples } = await query(`up{cluster="${name}",job="kubelet"} == 1`);
        return samples.map(({ labels }) => labels["metrics_path"] ?? "").sort();
      };
      await becomes(paths, ["/metrics", "/metrics/cadvisor"]);
    });

    it(`of ${name} are scraped every 15 s or more often`, async () => {
      const text = await getThroughApi(name, "prometheus:web", "/api/v1/targets?state=active");
      const { activeTargets } = targetsSchema.parse(JSON.parse(text)).data;
      const slow = activeTargets.filter(
        ({ scrapeInterval }) => !(durationSeconds(scrapeInterval) <= 15),
      );
      assert.deepEqual(slow, []);
      assert.ok(activeTargets.every(({ scrapeInterval }) => durationSeconds(scrapeInterval) > 0));
    });
  }
});

/** Errors of a cluster's targets. */
async function targetFaults(
  cluster: string,
  expected: Readonly<Record<string, number>>,
): Promise<string> {
  const { samples } = await query(`up{cluster="${cluster}"}`);
  const down = samples.filter(({ value }) => value !== 1).map(({ labels }) => labels["job"] ?? "");
  const count = new Map<string, number>();
  for (const { labels } of samples) {
    const job = labels["job"] ?? "";
    count.set(job, (count.get(job) ?? 0) + 1);
  }
  const jobs = [...new Set([...count.keys(), ...Object.keys(expected)])].sort();
  return [
    ...down.map((job) => `a target of ${job} is down`),
    ...jobs
      .filter((job) => count.get(job) !== expected[job])
      .map((job) => `${job}: ${String(count.get(job) ?? 0)}, not ${String(expected[job] ?? 0)}`),
  ].join("; ");
}
