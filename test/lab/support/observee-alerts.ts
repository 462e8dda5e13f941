// Alerts of an observee at the observer's Alertmanager: each is there once, and nobody but its Prometheus gets
// anything in.
// The tests of it, for the suite that has an Alertmanager.
import * as assert from "node:assert/strict";
import * as https from "node:https";
import { z } from "zod";
import { kubectl } from "../../../lab/cluster/kubectl";
import { observees, observer } from "../../../lab/cluster/machines";
import { until } from "../../../lab/run";
import { ALERTMANAGER_RESOURCE, NAMES } from "../../../kubernetes/names";
import { impostor, type Identity } from "./certificates";
import { getFromPod, identityOf, NAMESPACE } from "./cluster";
import { mustUp } from "./engine";
import { parseAddress } from "./edge-probe";
import { observeeOutputs, observerOutputs } from "./stacks";

export const sender = observees[0].name;
/** The edge that the observer opens for its alerts. */
export const EDGE = { exposure: { kind: "loadBalancer", port: 9443 } };
/** Seconds until Prometheus has read a new rule and sent its alert. */
const PATIENCE = 90;
const ALERT = "LabOfObservee";

/** A rule that always fires, of the observee's own Prometheus. */
const RULE = {
  apiVersion: "monitoring.coreos.com/v1",
  kind: "PrometheusRule",
  metadata: { name: "lab-of-observee", namespace: NAMESPACE },
  spec: { groups: [{ name: "lab", rules: [{ alert: ALERT, expr: "vector(1)" }] }] },
};

const labelSets = z.array(z.object({ labels: z.record(z.string(), z.string()) }));

/** Alerts of one replica of Alertmanager; each has only those that were sent to it. */
async function ofReplica(replica: number, path: string): Promise<unknown> {
  const pod = `alertmanager-${ALERTMANAGER_RESOURCE}-${String(replica)}`;
  return JSON.parse(await getFromPod(observer.name, pod, 9093, path));
}

/** The distinct label sets of that alert, from all replicas. */
async function held(): Promise<Record<string, string>[]> {
  const path = `/api/v2/alerts?filter=${encodeURIComponent(`alertname="${ALERT}"`)}`;
  const answers = await Promise.all([0, 1].map((replica) => ofReplica(replica, path)));
  const sets = answers.flatMap((one) => labelSets.parse(one)).map(({ labels }) => labels);
  return [...new Map(sets.map((labels) => [JSON.stringify(labels), labels])).values()];
}

const silences = (): Promise<unknown> => ofReplica(0, "/api/v2/silences");

/** Status of a request to the edge, or the reason why there was no answer. */
async function ask(identity: Partial<Identity>, method: string, path: string, body?: unknown) {
  const { alertmanager } = await observerOutputs();
  assert.ok(alertmanager !== undefined, "the observer tells of no edge of Alertmanager");
  const { host, port } = parseAddress(alertmanager.address);
  return new Promise<string>((resolve) => {
    const request = https.request(
      {
        ...identity,
        ...{ host, port, path, method, headers: { "content-type": "application/json" } },
        ...{ ca: alertmanager.serverCa, servername: alertmanager.serverName, agent: false },
      },
      (response) => {
        response.resume();
        resolve(String(response.statusCode));
      },
    );
    request.on("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? String(error)));
    request.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

const BY_HAND = [{ labels: { alertname: "LabByHand" } }];
const SILENCE = {
  matchers: [{ name: "alertname", value: ".*", isRegex: true, isEqual: true }],
  ...{ startsAt: new Date().toISOString(), endsAt: new Date(Date.now() + 3.6e6).toISOString() },
  ...{ createdBy: "nobody", comment: "must not come in" },
};
const post = (identity: Partial<Identity>) => ask(identity, "POST", "/api/v2/alerts", BY_HAND);

const inFleet = ["--namespace", NAMESPACE];

/** Configuration of the observee. It is set before the observer's secrets, which each stack's file resets. */
export const SENDS = { alerting: {}, prometheus: { replicas: 2 } };

/** Tests of sending alerts. The edge must be open. */
export function alertsOfObservee(): void {
  let mine: Identity;

  before("the observee starts to send", async () => {
    await mustUp(sender);
    mine = await identityOf(sender, NAMES.alerting);
    await kubectl(sender, ["apply", "--filename=-"], JSON.stringify(RULE));
  });
  after("remove its rule", () =>
    kubectl(sender, ["delete", "prometheusrule", RULE.metadata.name, ...inFleet]),
  );

  it("are rejected until the observer knows its CA", async () => {
    assert.equal(await post(mine), "401");
    await mustUp(observer.name);
    const taken = await until(PATIENCE, async () => (await post(mine)) === "200", 1);
    assert.ok(taken, `the edge says ${await post(mine)}`);
    // The answering replica is new; the other one may still start.
    const both = `statefulset/alertmanager-${ALERTMANAGER_RESOURCE}`;
    await kubectl(observer.name, ["rollout", "status", both, "--timeout=120s", ...inFleet]);
  });

  it("arrive once, with the cluster's name and without the replica's", async () => {
    const came = await until(PATIENCE, async () => (await held()).length > 0, 1);
    assert.ok(came, "the alert did not come");
    const found = await held();
    assert.equal(found.length, 1, JSON.stringify(found));
    assert.equal(found[0]?.["cluster"], sender);
    assert.ok(!("prometheus_replica" in (found[0] ?? {})), JSON.stringify(found));
  });

  it("cannot be sent without a certificate, or with one of another CA", async () => {
    const { senderCa = "" } = await observeeOutputs(sender);
    assert.equal(await post({}), "401");
    assert.equal(await post(await impostor(mine.cert, senderCa)), "401");
  });

  it("are all that the certificate permits: it can neither read nor silence alerts", async () => {
    const REFUSED = /^(403|404|500)$/;
    assert.match(await ask(mine, "GET", "/api/v2/alerts"), REFUSED);
    assert.match(await ask(mine, "GET", "/api/v2/silences"), REFUSED);
    assert.match(await ask(mine, "POST", "/api/v2/silences", SILENCE), REFUSED);
    assert.deepEqual(await silences(), []);
  });
}
