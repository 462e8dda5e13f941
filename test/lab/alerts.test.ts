// The metrics in alerts exist in the running fleet, and the alerts pass promtool's rule tests.
import * as assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { z } from "zod";
import { clusters } from "../../lab/cluster/machines";
import { query } from "../../lab/query";
import type { Recorded } from "../../tools/render/recorded";
import { until } from "../../lab/run";
import { ruleTest } from "../support/alert-cases";
import { alertsOf, NODES, type Rule } from "../support/alerts";
import { ALL_STACKS, stack } from "../support/fleet";
import { METRICS } from "../support/known-metrics";
import { runRuleTests } from "../support/promtool";
import { budget } from "./support/budget";
import { getThroughApi, listObjects } from "./support/cluster";
import { LATER } from "./support/alert-metrics";

/** Parts that the default lab lacks, with the suite that checks their pods. */
const ASKED_ELSEWHERE: Readonly<Record<string, string>> = {
  alertmanager: "parts/alerting.test.ts",
  "database-write-hashring": "parts/receive.test.ts",
  memcached: "parts/store-gateways.test.ts",
  "object-store-bucket-debugging": "data/compaction.test.ts",
  "rule-evaluation-engine": "parts/alerting.test.ts",
};

const labelled = z.looseObject({ labels: z.record(z.string(), z.string()).default({}) });

/** The component label of each Service in the fleet's namespace. */
async function componentsByJob(): Promise<Map<string, string>> {
  const all = await Promise.all(clusters.map(({ name }) => listObjects(name, "services")));
  return new Map(
    all.flat().flatMap(({ metadata }): [string, string][] => {
      const component = labelled.parse(metadata).labels["app.kubernetes.io/component"];
      return metadata.namespace === "thanos" && component !== undefined
        ? [[metadata.name, component]]
        : [];
    }),
  );
}

/** The metrics that the fleet has, by part. */
async function seen(): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const components = await componentsByJob();
  const names = [...new Set(Object.values(METRICS).flat())].join("|");
  const { samples } = await query(`group by (__name__, job) ({__name__=~"${names}"})`);
  const found = new Map<string, Set<string>>();
  for (const { labels } of samples) {
    const job = labels["job"] ?? "";
    const component = job === NODES ? NODES : components.get(job);
    if (component !== undefined) {
      found.set(component, (found.get(component) ?? new Set()).add(labels["__name__"] ?? ""));
    }
  }
  return found;
}

const missingIn = (found: Awaited<ReturnType<typeof seen>>): string[] =>
  Object.entries(METRICS)
    .filter(([component]) => ASKED_ELSEWHERE[component] === undefined)
    .flatMap(([component, metrics]) =>
      metrics
        .filter((metric) => LATER[metric] === undefined)
        .filter((metric) => found.get(component)?.has(metric) !== true)
        .map((metric) => `${component} has no ${metric}`),
    );

/** One after the other: the SDK supports one stack at a time. */
async function everyStack(): Promise<(readonly Recorded[])[]> {
  const all: (readonly Recorded[])[] = [];
  for (const name of ALL_STACKS) {
    all.push((await stack(name)).resources);
  }
  return all;
}

describe("the metrics in alerts", () => {
  budget(120);

  it("exist for every part of the lab, except those that appear later", async () => {
    let missing: readonly string[] = [];
    await until(45, async () => {
      missing = missingIn(await seen());
      return missing.length === 0;
    });
    assert.deepEqual(missing, []);
  });

  it("are checked where their part runs, if it does not run here", () => {
    for (const [component, file] of Object.entries(ASKED_ELSEWHERE)) {
      const text = fs.readFileSync(path.join(__dirname, file), "utf8");
      assert.match(text, new RegExp(`missingOf\\([^)]*"${component}"`), file);
    }
  });

  it("have no exceptions for a part that runs", async () => {
    const found = await seen();
    assert.deepEqual(
      Object.keys(ASKED_ELSEWHERE).filter((component) => found.has(component)),
      [],
    );
  });

  it("are exactly those in the list of known metrics", async () => {
    const all = await everyStack();
    const read = new Set(all.flatMap(alertsOf).flatMap(({ expr }) => expr.match(/\w+/g) ?? []));
    assert.deepEqual(
      [...Object.values(METRICS).flat(), ...Object.keys(LATER)].filter((name) => !read.has(name)),
      [],
    );
  });
});

const liveRule = z.object({
  name: z.string(),
  health: z.string(),
  state: z.string().optional(),
  lastError: z.string().optional(),
});
const ruleList = z.object({
  data: z.object({ groups: z.array(z.object({ name: z.string(), rules: z.array(liveRule) })) }),
});
type LiveRule = z.infer<typeof liveRule>;

/** The program's own alerts, as a cluster's Prometheus has them. */
async function liveRules(cluster: string): Promise<LiveRule[]> {
  const answer = await getThroughApi(cluster, "prometheus:9090", "/api/v1/rules?type=alert");
  return ruleList
    .parse(JSON.parse(answer))
    .data.groups.filter(({ name }) => name.startsWith("thanos-fleet-"))
    .flatMap(({ rules }) => rules);
}

describe("the alerts", () => {
  budget(120);

  for (const { name } of clusters) {
    it(`are evaluated by Prometheus of ${name}, and the watchdog fires`, async () => {
      let rules: LiveRule[] = [];
      const good = () => rules.length > 20 && rules.every(({ health }) => health === "ok");
      await until(90, async () => {
        rules = await liveRules(name);
        return good();
      });
      assert.ok(good(), JSON.stringify(rules.filter(({ health }) => health !== "ok")));
      const watchdog = rules.filter((rule) => rule.name === "ThanosFleetWatchdog");
      assert.deepEqual(
        watchdog.map(({ state }) => state),
        ["firing"],
      );
    });
  }

  it("fire and stay silent as expected in promtool's rule tests", async () => {
    const rules = new Map<string, Rule>();
    for (const each of ALL_STACKS) {
      for (const rule of alertsOf((await stack(each)).resources)) {
        rules.set(`${rule.alert} ${rule.expr}`, rule);
      }
    }
    const { status, stdout, stderr } = runRuleTests([...rules.values()].map(ruleTest));
    assert.equal(status, 0, stdout + stderr);
  });
});
