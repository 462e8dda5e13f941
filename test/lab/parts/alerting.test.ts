// Ruler and Alertmanager with two replicas each: a rule over the fleet has one result, and an alert is sent once, also
// for another cluster.
import * as assert from "node:assert/strict";
import { setTimeout } from "node:timers/promises";
import { z } from "zod";
import { buildFor, provide } from "../../../lab/addons/images";
import { kubectl } from "../../../lab/cluster/kubectl";
import { clusters, observer } from "../../../lab/cluster/machines";
import { query } from "../../../lab/query";
import { until } from "../../../lab/run";
import { findPlugins } from "../../../lab/stacks/plugins";
import { pulumi, stackFile } from "../../../lab/stacks/pulumi";
import { ALERTMANAGER_RESOURCE } from "../../../kubernetes/names";
import { PORTS } from "../../../kubernetes/ports";
import { budget, building } from "../support/budget";
import { NAMESPACE, getThroughApi } from "../support/cluster";
import { mustUp } from "../support/engine";
import { Hook } from "../support/webhook";
import { missingOf } from "../support/alert-metrics";
import { configure } from "../support/overrides";
import { alertsOfObservee, EDGE, sender, SENDS } from "../support/observee-alerts";
import { atRest } from "../support/reset-fleet";
import { freeVolumes } from "../support/volumes";
import { ALERTMANAGER } from "../../../components/alertmanager/part";
import { RULER } from "../../../components/ruler/part";

const PATIENCE = 90;
/** Seconds between two messages of a group; the second replica of Alertmanager waits 15 for the first one. */
const GROUP_INTERVAL = 5;
/** Seconds after the first alert in which it must not be sent again. */
const WATCHED = 75;
const NODE_PORT = 30914;
const RECORDED = "lab:up:count";

const PARTS = {
  alertmanager: {
    edge: EDGE,
    nodePort: NODE_PORT,
    route: {
      routes: [{ receiver: "test", matchers: ["alertname=LabAlways"] }],
      groupBy: ["alertname"],
      groupWait: "3s",
      groupInterval: `${String(GROUP_INTERVAL)}s`,
      repeatInterval: "1h",
    },
    receivers: [{ name: "test", integrations: [{ kind: "webhook", urlSecret: "test" }] }],
  },
  ruler: {
    evaluationInterval: "3s",
    groups: [
      {
        name: "lab",
        rules: [
          { record: RECORDED, expr: "count by (cluster) (up)" },
          { alert: "LabAlways", expr: "vector(1)", labels: { severity: "info" } },
        ],
      },
    ],
  },
};

/** An alert of Prometheus itself, which comes by another way than the Ruler's. */
const OF_PROMETHEUS = {
  apiVersion: "monitoring.coreos.com/v1",
  kind: "PrometheusRule",
  metadata: { name: "lab-always", namespace: NAMESPACE },
  spec: { groups: [{ name: "lab", rules: [{ alert: "LabOfPrometheus", expr: "vector(1)" }] }] },
};

const alerts = z.array(z.object({ labels: z.record(z.string(), z.string()) }));

/** Labels of the alerts that Alertmanager has. */
async function held(): Promise<Record<string, string>[]> {
  const text = await getThroughApi(observer.name, `${ALERTMANAGER.name}:web`, "/api/v2/alerts");
  return alerts.parse(JSON.parse(text)).map(({ labels }) => labels);
}

const atNodePort = (): Promise<string> =>
  fetch(`http://${observer.address}:${String(NODE_PORT)}/-/ready`, {
    signal: AbortSignal.timeout(10_000),
  }).then(({ status }) => String(status), String);

const inFleet = ["--namespace", NAMESPACE];

async function eventually<T>(ask: () => Promise<T>, is: (answer: T) => boolean): Promise<T> {
  const last: { answer?: T; error?: unknown } = {};
  const came = await until(
    PATIENCE,
    async () => {
      try {
        last.answer = await ask();
        return is(last.answer);
      } catch (error) {
        last.error = error;
        return false;
      }
    },
    1,
  );
  if (!came || last.answer === undefined) {
    throw new Error(
      `the alert did not arrive: ${JSON.stringify(last.answer)} ${String(last.error)}`,
    );
  }
  return last.answer;
}

const IMAGES = ["alertmanager", "kubeRbacProxy"] as const;

describe("Ruler and Alertmanager", () => {
  building("Alertmanager and its proxy", () => buildFor(...IMAGES));
  budget(480);
  const hook = new Hook();
  const begun = { at: 0 };
  const all = clusters.map(({ name }) => name).sort();

  before("wait until the fleet is at rest", () => atRest());
  before("deploy both", async () => {
    await provide(observer, ...IMAGES);
    await configure(sender, SENDS);
    await configure(observer.name, PARTS);
    const secrets = JSON.stringify({ test: await hook.open() });
    const file = ["--stack", observer.name, "--config-file", stackFile(observer.name)];
    await pulumi(
      ["config", "set", "--secret", "thanos-fleet:alertmanagerSecrets", ...file],
      findPlugins(),
      { input: secrets },
    );
    await mustUp(observer.name);
    begun.at = Date.now();
    // Afterwards: a new rule has the reloader look at once, a new Alertmanager alone within its interval of 3 minutes.
    const rule = JSON.stringify(OF_PROMETHEUS);
    await kubectl(observer.name, ["apply", "--filename=-"], rule);
  });
  after("remove both", async () => {
    hook.close();
    await kubectl(observer.name, ["delete", "prometheusrule", "lab-always", ...inFleet]);
    await atRest();
    await freeVolumes(observer.name, /alertmanager|thanos-rule/);
    await freeVolumes(sender, /prometheus-fleet-1$/);
  });

  it("evaluate a rule over all clusters, each once", async () => {
    const { samples } = await eventually(
      () => query(RECORDED),
      (answer) => answer.warnings.length === 0 && answer.samples.length >= all.length,
    );
    assert.deepEqual(
      samples.map(({ labels }) => JSON.stringify(labels)).sort(),
      all.map((cluster) => JSON.stringify({ __name__: RECORDED, cluster })),
    );
  });

  describe(`with the alerts of ${sender}, which`, () => alertsOfObservee());

  // In a block of its own: mocha runs a block's own tests before the blocks in it.
  describe("both", () => {
    it("send an alert once, although each has two replicas", async () => {
      await eventually(
        async () => hook.received.length,
        (count) => count > 0,
      );
      const watched = Date.now() - begun.at;
      await setTimeout(Math.max(0, WATCHED * 1000 - watched));
      assert.deepEqual(
        hook.received.map((message) => [
          message.status,
          message.alerts.map(({ labels }) => labels),
        ]),
        [["firing", [{ alertname: "LabAlways", severity: "info" }]]],
      );
    });

    it("send alerts of Prometheus without its replica label", async () => {
      const found = await eventually(held, (list) =>
        list.some(({ alertname }) => alertname === "LabOfPrometheus"),
      );
      const [labels] = found.filter(({ alertname }) => alertname === "LabOfPrometheus");
      assert.equal(labels?.["cluster"], observer.name);
      assert.ok(!("prometheus_replica" in (labels ?? {})), JSON.stringify(labels));
    });

    it("expose the metrics in their alerts", async () => {
      assert.deepEqual(await missingOf(RULER.name, "rule-evaluation-engine"), []);
      const port = PORTS.alertmanager;
      assert.deepEqual(await missingOf(ALERTMANAGER.name, "alertmanager", { port }), []);
    });

    it("answer on a node port", async () => {
      assert.equal(await atNodePort(), "200");
    });

    it("with 0 replicas answer nothing and accept no alert", async () => {
      const scale = ["scale", `statefulset/${RULER.name}`, "--replicas=0", ...inFleet];
      await kubectl(observer.name, scale);
      const none = JSON.stringify({ spec: { replicas: 0 } });
      const resource = ["alertmanager", ALERTMANAGER_RESOURCE, ...inFleet];
      await kubectl(observer.name, ["patch", ...resource, "--type=merge", `--patch=${none}`]);
      await eventually(
        () => query(RECORDED),
        ({ samples, warnings }) => samples.length === 0 && warnings.length === 0,
      );
      await eventually(
        () => held().then(() => "answers", String),
        (said) => said !== "answers",
      );
      assert.notEqual(await atNodePort(), "200");
    });
  });
});
