// A revoked observee is neither queried nor trusted, its edge rejects the old certificate, and it can be added again.
import { clientTlsName } from "../../../components/tls-querier/part";
import * as assert from "node:assert/strict";
import { clusters, observees, observer } from "../../../lab/cluster/machines";
import { objstoreName } from "../../../kubernetes/names";
import { answersOnly } from "../support/answers";
import { budget } from "../support/budget";
import type { Identity } from "../support/certificates";
import { clientIdentity, getThroughApi, listObjects, NAMESPACE } from "../support/cluster";
import { inWords, mustUp } from "../support/engine";
import { configure } from "../support/overrides";
import { QueryLoop, settled } from "../support/query-loop";
import { atRest } from "../support/reset-fleet";
import { outputsOf } from "../support/stacks";
import { edgeOf, knockOften, NOT_TRUSTED, type Edge } from "../support/certificate-checks";
import { QUERY } from "../../../components/query/part";

const B = observees[1].name;
const all = clusters.map(({ name }) => name).sort();
const staying = all.filter((name) => name !== B);
const CLOSED = /^(ECONNREFUSED|ETIMEDOUT|ECONNRESET|EHOSTUNREACH)$/;

const connection = async (): Promise<unknown> =>
  Reflect.get(Object((await outputsOf(observer.name))["observees"]), B);

describe(`revocation of ${B}`, () => {
  budget(600);
  const loop = new QueryLoop();
  let edge: Edge;
  let old: Identity;

  async function oldIsRefused(): Promise<void> {
    for (const { bytes, refusal } of await knockOften(edge, old)) {
      assert.equal(bytes, 0);
      assert.ok(NOT_TRUSTED.test(refusal) || CLOSED.test(refusal), refusal);
    }
  }

  before("wait until the fleet is at rest", async () => {
    await atRest();
    edge = await edgeOf(B);
    old = await clientIdentity(B);
    const answers = await knockOften(edge, old);
    assert.ok(answers.every(({ bytes }) => bytes > 0));
  });
  after("print the queries", () => loop.print());
  after("wait until the fleet is at rest again", () => atRest());

  it("makes the observer neither query nor trust it, nor keep anything of it", async () => {
    await configure(observer.name, { revoked: [B] });
    await loop.during("revocation, up observer", staying, async () => {
      await mustUp(observer.name);
      await answersOnly(staying);
    });
    const called = await getThroughApi(observer.name, `${QUERY.name}:http`, "/api/v1/stores");
    assert.ok(!called.includes(B), called);
    assert.ok(!called.includes(edge.address.host), called);
    const secrets = await listObjects(observer.name, "secrets");
    const names = secrets
      .filter(({ metadata }) => metadata.namespace === NAMESPACE)
      .map(({ metadata }) => metadata.name);
    assert.ok(names.includes(clientTlsName(observees[0].name)), names.join());
    assert.ok(!names.includes(clientTlsName(B)) && !names.includes(objstoreName(B)), names.join());
  });

  it("makes its edge reject the old certificate", async () => {
    await loop.during(`revocation, up ${B}`, staying, () => mustUp(B));
    await oldIsRefused();
  });

  it("deletes its client CA at the observer's next `up`", async () => {
    const { changes } = await loop.during("revocation, up observer again", staying, () =>
      mustUp(observer.name),
    );
    const keys = inWords(changes).filter((change) => change.endsWith("-key"));
    assert.ok(keys.length === 1 && keys[0]?.startsWith(`delete observer-trust-${B}-ca`));
  });

  it("leaves it pending, with a new client CA, once it is undone", async () => {
    await configure(observer.name, { revoked: undefined });
    await loop.during("taken back, up observer", staying, () => mustUp(observer.name));
    assert.equal(await connection(), "pending");
  });

  it("ends for its edge at its own `up`, for the new certificate and not for the old one", async () => {
    await loop.during(`taken back, up ${B}`, staying, () => mustUp(B));
    edge = await edgeOf(B);
    await oldIsRefused();
    const taken = await knockOften(edge, await clientIdentity(B));
    assert.ok(taken.every(({ bytes }) => bytes > 0));
  });

  it("ends for the observer at its next `up`, after which it is in every answer", async () => {
    await loop.during("taken back, up observer again", staying, async () => {
      await mustUp(observer.name);
      await answersOnly(all);
    });
    assert.equal(await connection(), "connected");
    await settled(all);
  });
});
