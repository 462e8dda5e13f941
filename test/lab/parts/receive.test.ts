// An observee pushes to Receive: it answers as before, and nobody else can write under its name.
import * as assert from "node:assert/strict";
import * as https from "node:https";
import { kubectl } from "../../../lab/cluster/kubectl";
import { clusters, observees, observer } from "../../../lab/cluster/machines";
import { stores } from "../../../lab/query";
import { until } from "../../../lab/run";
import { NAMES } from "../../../kubernetes/names";
import { WRITE_HEADERS, writeRequest } from "../../support/remote-write";
import { answering } from "../support/answers";
import { freeVolumes } from "../support/volumes";
import { budget } from "../support/budget";
import { impostor, type Identity } from "../support/certificates";
import { identityOf, NAMESPACE } from "../support/cluster";
import { mustUp } from "../support/engine";
import { parseAddress } from "../support/edge-probe";
import { missingOf } from "../support/alert-metrics";
import { configure } from "../support/overrides";
import { settled } from "../support/query-loop";
import { atRest } from "../support/reset-fleet";
import { scale } from "../support/scale";
import { observeeOutputs, observerOutputs } from "../support/stacks";
import { RECEIVE } from "../../../components/receive/part";

const writer = observees[1].name;
const all = clusters.map(({ name }) => name);
const PORT = 8443;
const REPLICAS = 3;
/** Seconds until a pod that is gone is out of every Query's list, or a new one is in it. */
const PATIENCE = 120;
/** Queries while a pod is gone without a word. */
const TRIES = 50;

// From OpenSSL 3.5 on some have "SSL/TLS" in them.
const REFUSED = /^(ERR_SSL_[\w/]*ALERT\w*|ECONNRESET|EPIPE)$/;

/** Status of a write to Receive, or the reason why there was no connection. */
async function push(identity: Partial<Identity>): Promise<string> {
  const { receive } = await observerOutputs();
  assert.ok(receive !== undefined, "the observer tells of no Receive");
  const { host, port } = parseAddress(receive.address);
  return new Promise((resolve) => {
    const request = https.request(
      {
        ...identity,
        ...{ host, port, path: "/api/v1/receive", method: "POST", headers: WRITE_HEADERS },
        ...{ ca: receive.serverCa, servername: receive.serverName, agent: false },
      },
      (response) => {
        response.resume();
        resolve(String(response.statusCode));
      },
    );
    request.on("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? String(error)));
    request.end(writeRequest({ __name__: "lab_written_by_hand" }, 1, Date.now()));
  });
}

const receive = `statefulset/${RECEIVE.name}`;

describe(`${writer}, which pushes`, () => {
  budget(540);
  let mine: Identity;

  before("wait until the fleet is at rest", () => atRest());
  before("the observer deploys Receive, before anybody writes", async () => {
    await configure(observer.name, {
      receive: { exposure: { kind: "loadBalancer", port: PORT } },
    });
    await mustUp(observer.name);
  });
  before("it starts to push", async () => {
    await configure(writer, { exposure: { kind: "remoteWrite" } });
    await mustUp(writer);
    mine = await identityOf(writer, NAMES.remoteWriteTls);
  });
  after("wait until the fleet is at rest again", () => atRest());
  after("free its volumes", () => freeVolumes(observer.name, /^data-thanos-receive-/));

  it("is rejected until the observer knows its CA", async () => {
    assert.match(await push(mine), REFUSED);
  });

  it("is in every answer once the observer is connected, without a warning", async () => {
    await mustUp(observer.name);
    await settled(all);
  });

  it("has no edge", async () => {
    const { address, writerCa } = await observeeOutputs(writer);
    assert.deepEqual([address, writerCa === undefined], [undefined, false]);
  });

  it("is read from three Receives", async () => {
    const seen = async () => (await stores()).filter(({ type }) => type === "receive");
    await until(PATIENCE, async () => (await seen()).length === REPLICAS, 1);
    const found = await seen();
    assert.equal(found.length, REPLICAS);
    assert.ok(found.every((store) => store.clusters.includes(writer) && store.lastError === ""));
  });

  it("is admitted with its own certificate", async () => {
    assert.equal(await push(mine), "200");
  });

  it("is the only writer: others without a certificate, or with one of another CA, are rejected", async () => {
    const { writerCa = "" } = await observeeOutputs(writer);
    assert.match(await push({}), REFUSED);
    assert.match(await push(await impostor(mine.cert, writerCa)), REFUSED);
  });

  it("writes to pods that expose the metrics in their alerts", async () => {
    assert.deepEqual(await missingOf(RECEIVE.name, "database-write-hashring"), []);
  });

  it("stays in every answer if one Receive dies", async () => {
    await kubectl(observer.name, [
      ...["--namespace", NAMESPACE, "delete", "pod", `${RECEIVE.name}-0`],
      ...["--force", "--grace-period=0", "--wait=false"],
    ]);
    for (let i = 0; i < TRIES; i += 1) {
      assert.ok((await answering()).includes(writer), `query ${String(i)}`);
    }
    await settled(all);
  });

  it("is missing without Receive, and is back with it", async () => {
    await scale(observer.name, receive, 0);
    const present = async () => (await answering()).includes(writer);
    const gone = await until(PATIENCE, async () => !(await present()), 1);
    await scale(observer.name, receive, REPLICAS);
    assert.ok(gone, "it is still in the answer");
    await settled(all);
  });
});
