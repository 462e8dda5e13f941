// Rotation of an observee's client CA: no query fails, and the old certificate is rejected afterwards.
import * as assert from "node:assert/strict";
import { clusters, observees, observer } from "../../../lab/cluster/machines";
import { INITIAL_ROTATION, type Rotation } from "../../../components/pki/rotation/phases";
import { budget } from "../support/budget";
import { overlap, upObserverFor } from "../support/client-ca";
import { clientIdentity } from "../support/cluster";
import type { Identity } from "../support/certificates";
import { inWords, mustUp, tryUp } from "../support/engine";
import { clientRotations, configure, setClientCa, untilHandedOn } from "../support/overrides";
import { QueryLoop } from "../support/query-loop";
import { atRest } from "../support/reset-fleet";
import {
  edgeOf,
  knockOften,
  mountedEverywhere,
  NOT_TRUSTED,
  podsOf,
} from "../support/certificate-checks";

const A = observees[0].name;
const all = clusters.map(({ name }) => name);

/** However long an `up` takes, the new leaf is younger. */
const SLOW_KUBELETS = { unsafeForTests: { plaintextObjectStore: true, secretDelay: "1h" } };

describe(`rotation of the client CA of ${A}`, () => {
  budget(600);
  const loop = new QueryLoop();
  let next = INITIAL_ROTATION.generation + 1;
  let old: Identity;
  let observerPods: readonly string[] = [];
  const step = (phase: Rotation["phase"]) => setClientCa(A, { generation: next, phase });

  const upObserver = () => upObserverFor(A);

  async function stableIsRefused(): Promise<void> {
    await step("stable");
    await configure(observer.name, SLOW_KUBELETS);
    const { code, said, changes } = await tryUp(observer.name);
    await configure(observer.name, { unsafeForTests: undefined });
    assert.notEqual(code, 0);
    assert.match(
      said,
      /pods may still present the certificate from before .*; run `pulumi up` again/,
    );
    assert.deepEqual(changes, []);
  }

  before("wait until the fleet is at rest", async () => {
    await atRest();
    next = ((await clientRotations())[A] ?? INITIAL_ROTATION).generation + 1;
    old = await clientIdentity(A);
    observerPods = await podsOf(observer.name);
  });
  after("print the queries", () => loop.print());
  after("wait until the fleet is at rest again", () => atRest());

  it("`overlap` creates the new CA while the old one signs", () =>
    loop.during("client CA: overlap, up observer", all, () => overlap(A, next)));

  it("`cutover` is refused while the observee does not trust the new CA", async () => {
    await step("cutover");
    const { code, said, changes } = await tryUp(observer.name);
    assert.notEqual(code, 0);
    assert.match(said, /does not trust the new CA yet; run `pulumi up` on it first/);
    assert.deepEqual(changes, []);
    assert.deepEqual(await clientIdentity(A), old);
  });

  it("the observee accepts both CAs", async () => {
    const changes = await loop.during(`client CA: up ${A}`, all, async () =>
      inWords((await mustUp(A)).changes),
    );
    assert.deepEqual(changes, ["update observee-query-leaf", "update observee-trust-client-ca"]);
  });

  it("`cutover` changes the certificate, and `stable` is refused while a pod may present the old one", async () => {
    await loop.during("client CA: cutover, up observer", all, async () => {
      await upObserver();
      await stableIsRefused();
    });
    const fresh = await clientIdentity(A);
    assert.notEqual(fresh.cert, old.cert);
    assert.ok(fresh.key !== old.key, "the new CA certified the old key");
  });

  it("every Query gets the new certificate before the old CA may be removed", async () => {
    await loop.during("client CA: cutover, until it is handed on", all, async () => {
      await untilHandedOn(observer.name);
      const { cert } = await clientIdentity(A);
      assert.ok(await mountedEverywhere(A, cert), "a Query has not got the new one");
    });
  });

  it("`stable` removes the old CA from the observer", async () => {
    const changes = await loop.during("client CA: stable, up observer", all, upObserver);
    assert.ok(
      changes.some((change) => /^delete .*-key$/.test(change)),
      changes.join(),
    );
    // Certificates are read from disk, and the CA is the observee's to read.
    assert.deepEqual(await podsOf(observer.name), observerPods);
  });

  it("the observee's edge then rejects the old certificate and accepts the new one", async () => {
    await loop.during(`client CA: up ${A} again`, all, () => mustUp(A));
    const edge = await edgeOf(A);
    for (const { bytes, refusal } of await knockOften(edge, old)) {
      assert.equal(bytes, 0);
      assert.match(refusal, NOT_TRUSTED);
    }
    const taken = await knockOften(edge, await clientIdentity(A));
    assert.ok(taken.every(({ bytes }) => bytes > 0));
  });
});
