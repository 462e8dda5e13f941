// An observee that nobody calls any more: it pushes to Receive, is seen as before, and no other may write in its stead.
import * as assert from "node:assert/strict";
import * as https from "node:https";
import { kubectl } from "../../../lab/cluster/kubectl";
import { clusters, observees, observer } from "../../../lab/cluster/machines";
import { query, stores } from "../../../lab/query";
import { until } from "../../../lab/run";
import { NAMES } from "../../../specs/names";
import { WRITE_HEADERS, writeRequest } from "../../support/remote-write";
import { budget } from "../support/budget";
import { impostor, type Identity } from "../support/certificates";
import { fileOf, NAMESPACE, secretFiles } from "../support/cluster";
import { mustUp } from "../support/engine";
import { parseAddress } from "../support/knock";
import { configure } from "../support/overrides";
import { settled } from "../support/query-loop";
import { rest } from "../support/rest";
import { observeeOutputs, observerOutputs } from "../support/stacks";

const writer = observees[1].name;
const all = clusters.map(({ name }) => name);
const QUESTION = "count by (cluster) (up)";
const PORT = 8443;
/** Seconds until a pod that is gone is out of every Query's list, or a new one is in it. */
const PATIENCE = 120;
/** Queries while a pod is gone without a word. */
const TRIES = 50;

const REFUSED = /^(ERR_SSL_\w*ALERT\w*|ECONNRESET|EPIPE)$/;

const clustersOf = async (): Promise<string[]> =>
  (await query(QUESTION)).samples.map(({ labels }) => labels["cluster"] ?? "");

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

async function writersIdentity(): Promise<Identity> {
  const files = await secretFiles(writer, NAMES.remoteWriteTls);
  return { cert: fileOf(files, "tls.crt"), key: fileOf(files, "tls.key") };
}

const scale = (replicas: number) =>
  kubectl(observer.name, [
    ...["--namespace", NAMESPACE, "scale", "statefulset", NAMES.receive],
    `--replicas=${String(replicas)}`,
  ]);

describe(`${writer}, which pushes`, () => {
  budget(240);
  let mine: Identity;

  before("the fleet is at rest", () => rest());
  before("the observer takes Receive up, while nobody writes", async () => {
    await configure(observer.name, {
      receive: { exposure: { kind: "loadBalancer", port: PORT } },
    });
    await mustUp(observer.name);
  });
  before("it pushes", async () => {
    await configure(writer, { exposure: { kind: "remoteWrite" } });
    await mustUp(writer);
    mine = await writersIdentity();
  });
  after("the fleet is at rest again", () => rest());

  it("is refused until the observer knows its CA", async () => {
    assert.match(await push(mine), REFUSED);
  });

  it("is in every answer once the observer has taken it in, without a warning", async () => {
    await mustUp(observer.name);
    await settled(all);
  });

  it("has no edge that anybody could call", async () => {
    const { address, writerCa } = await observeeOutputs(writer);
    assert.deepEqual([address, writerCa === undefined], [undefined, false]);
  });

  it("is answered for by three Receives", async () => {
    const found = (await stores()).filter(({ type }) => type === "receive");
    assert.equal(found.length, 3);
    assert.ok(found.every((store) => store.clusters.includes(writer) && store.lastError === ""));
  });

  it("is let in with its own certificate", async () => {
    assert.equal(await push(mine), "200");
  });

  it("is not whoever shows no certificate, or one of another CA", async () => {
    const { writerCa = "" } = await observeeOutputs(writer);
    assert.match(await push({}), REFUSED);
    assert.match(await push(await impostor(mine.cert, writerCa)), REFUSED);
  });

  it("stays in every answer when one Receive dies", async () => {
    await kubectl(observer.name, [
      ...["--namespace", NAMESPACE, "delete", "pod", `${NAMES.receive}-0`],
      ...["--force", "--grace-period=0", "--wait=false"],
    ]);
    for (let i = 0; i < TRIES; i += 1) {
      assert.ok((await clustersOf()).includes(writer), `query ${String(i)}`);
    }
    await settled(all);
  });

  it("is missing without Receive, and comes back with it", async () => {
    await scale(0);
    const gone = await until(PATIENCE, async () => !(await clustersOf()).includes(writer), 1);
    await scale(3);
    assert.ok(gone, "it is still in the answer");
    await settled(all);
  });
});
