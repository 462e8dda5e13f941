// The alerts of every stack: whom they are about, where their runbook is, and that each of their selectors finds somebody.
import * as assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import type { Recorded } from "../../../tools/render/recorded";
import { CASES, ruleTest } from "../../support/alert-cases";
import { PART_REPLICAS } from "../../../components/cluster-metrics/presence-alerts";
import {
  alertsOf,
  equals,
  everyAlert,
  jobsOf,
  pattern,
  recordingsOf,
  selectorsOf,
  type Rule,
} from "../../support/alerts";
import { field, ofKind } from "../../policy/objects";
import { OBSERVER, withKeys } from "../../support/configs";
import { ALL_STACKS, run, stack, unlessFailed } from "../../support/fleet";
import { EVERYWHERE, METRICS } from "../../support/known-metrics";

const RUNBOOKS = fs.readFileSync(path.join(__dirname, "../../../docs/runbooks.md"), "utf8");
const SECTIONS = [...RUNBOOKS.matchAll(/^## (\S+)$/gm)].map(([, name = ""]) => name);

/** What is wrong with the selectors of a rule, in sentences. */
export function selectorFaults({ alert, expr }: Rule, resources: readonly Recorded[]): string[] {
  const jobs = jobsOf(resources);
  const recorded = recordingsOf(resources).map(({ record }) => record);
  return selectorsOf(expr).flatMap((selector) => {
    const jobPattern = pattern(selector, "job");
    const name =
      equals(selector, "job") ??
      (jobPattern && ([...jobs.keys()].find((job) => jobPattern.test(job)) ?? jobPattern.source));
    if (name === undefined) {
      // Whatever is scraped is up.
      return selector.metric === EVERYWHERE || recorded.includes(selector.metric)
        ? []
        : [`${alert} asks for ${selector.metric} of any job`];
    }
    const job = jobs.get(name);
    if (job === undefined) {
      return [`${alert} asks for job ${name}, which nobody scrapes`];
    }
    const namespace = equals(selector, "namespace");
    return [
      ...(job.namespace === undefined || namespace === job.namespace
        ? []
        : [`${alert} asks for ${name} in namespace ${String(namespace)}`]),
      ...(selector.metric === EVERYWHERE ||
      METRICS[job.component]?.includes(selector.metric) === true
        ? []
        : [`${alert} asks for ${selector.metric}, which ${job.component} has not`]),
    ];
  });
}

for (const name of ALL_STACKS) {
  describe(`alerts: in ${name}`, () => {
    let resources: readonly Recorded[];
    let alerts: readonly Rule[];

    before(async () => {
      ({ resources } = await stack(name));
      alerts = alertsOf(resources);
    });

    it("have cluster, severity and a link to the runbooks", () => {
      assert.ok(alerts.length > 10);
      for (const { alert, expr, labels, annotations } of alerts) {
        const cluster = labels["cluster"] ?? "";
        const label = /^\{\{ \$labels\.(\w+) \}\}$/.exec(cluster)?.[1];
        assert.match(label ?? cluster, /^[a-z][-a-z0-9]*$/, alert);
        assert.ok(label === undefined || expr.includes(`"${label}"`), `${alert} has no ${cluster}`);
        assert.match(labels["severity"] ?? "", /^(critical|warning|none)$/, alert);
        const { runbook, runbook_url: url } = annotations;
        assert.equal(Number(runbook === undefined) + Number(url === undefined), 1, alert);
        assert.ok((runbook ?? url)?.endsWith(`docs/runbooks.md#${alert.toLowerCase()}`));
        assert.ok(url === undefined || URL.canParse(url), `${alert} links to ${String(url)}`);
        assert.ok(SECTIONS.includes(alert), `docs/runbooks.md has no section ${alert}`);
      }
    });

    it("select existing jobs and metrics", () => {
      assert.deepEqual(
        alerts
          // It queries the whole fleet, and so all namespaces.
          .filter(({ alert }) => alert !== "ThanosFleetObserveeMissing")
          .flatMap((rule) => selectorFaults(rule, resources)),
        [],
      );
    });

    it("include one for each scraped part that is down", () => {
      const [replicas] = recordingsOf(resources).filter(({ record }) => record === PART_REPLICAS);
      const told = [...(replicas?.expr ?? "").matchAll(/"job","([^"]+)"/g)].map(([, job]) => job);
      const scraped = [...jobsOf(resources)].filter(([, { namespace }]) => namespace !== undefined);
      assert.deepEqual([...new Set(told)].sort(), scraped.map(([job]) => job).sort());
      const reading = alerts.filter(({ expr }) => expr.includes(PART_REPLICAS));
      const sharded = ofKind(resources, "Prometheus").some(
        ({ inputs }) => Number(field(inputs, "spec", "shards") ?? 1) > 1,
      );
      assert.deepEqual(
        reading.map(({ alert, labels }) => `${alert} ${labels["severity"] ?? ""}`).sort(),
        sharded
          ? ["ThanosFleetPartDegraded warning"]
          : [
              "ThanosFleetPartDegraded warning",
              "ThanosFleetPartDown critical",
              "ThanosFleetPartDown warning",
            ],
      );
    });

    it("include one dead man's switch", () => {
      const always = alerts.filter(({ labels }) => labels["severity"] === "none");
      assert.deepEqual(
        always.map(({ expr }) => expr),
        ["vector(1)"],
      );
    });
  });
}

describe("the runbooks", () => {
  it("have a section for each alert, and no other", async () => {
    const names = (await everyAlert()).map(({ alert }) => alert);
    assert.deepEqual(SECTIONS, [...new Set(names)].sort());
  });

  it("describe meaning, diagnosis and fix of each alert", () => {
    for (const section of RUNBOOKS.split(/^## /m).slice(1)) {
      const [name = ""] = section.split("\n");
      assert.match(section, /\*\*It means\*\*[^]+\*\*Look at\*\*[^]+\*\*Do\*\*/, name);
    }
  });
});

describe("a selector without series", () => {
  const rule = (expr: string): Rule => ({ alert: "A", expr, labels: {}, annotations: {} });
  const faults = async (expr: string) =>
    selectorFaults(rule(expr), (await stack("observer")).resources);

  it("is reported for its job, namespace or metric", async () => {
    assert.deepEqual(await faults('absent(up{job="thanos-query",namespace="thanos"})'), []);
    assert.match(String(await faults('up{job="query",namespace="thanos"}')), /nobody scrapes/);
    assert.match(String(await faults('up{job="thanos-query",namespace="x"}')), /in namespace x/);
    assert.match(
      String(await faults('thanos_compact_halted{job="thanos-query",namespace="thanos"}')),
      /has not/,
    );
    assert.match(String(await faults('thanos_compact_halted{namespace="thanos"}')), /of any job/);
  });
});

describe("the growth of a bucket", () => {
  const grows = async (prometheus: object) => {
    const { resources } = unlessFailed(
      await run(withKeys(OBSERVER, { observees: [], prometheus })),
    );
    return alertsOf(resources).some(({ alert }) => alert === "ThanosFleetBucketGrows");
  };

  it("is alerted on only if Prometheus keeps at least 36 hours", async () => {
    assert.deepEqual(
      [await grows({}), await grows({ retention: "36h" }), await grows({ retention: "35h" })],
      [true, true, false],
    );
  });
});

describe("each alert of every stack", () => {
  it("has test series with which it fires and, except the dead man's switch, does not fire", async () => {
    for (const rule of await everyAlert()) {
      const { tests } = ruleTest(rule);
      const counts = tests.map((test) => JSON.stringify(test).includes('"exp_samples":[]'));
      assert.ok(counts.includes(false), `${rule.alert} never fires`);
      assert.ok(
        counts.includes(true) || rule.labels["severity"] === "none",
        `${rule.alert} is never silent`,
      );
    }
    const used = (await everyAlert()).map(({ alert }) => alert);
    assert.deepEqual(
      Object.keys(CASES).filter((name) => !used.includes(name)),
      [],
    );
  });
});
