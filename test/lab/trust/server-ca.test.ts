// Rotation of an observee's server CA: no query fails, and a client that trusts only the old CA is refused afterwards.
import * as assert from "node:assert/strict";
import { clusters, observees, observer } from "../../../lab/cluster/machines";
import { NAMES } from "../../../kubernetes/names";
import { INITIAL_ROTATION, type Rotation } from "../../../components/pki/rotation/phases";
import { budget } from "../support/budget";
import { clientIdentity, fileOf, secretFiles } from "../support/cluster";
import { inWords, mustUp, tryUp } from "../support/engine";
import { serverRotation, setServerCa, untilHandedOn } from "../support/overrides";
import { QueryLoop } from "../support/query-loop";
import { atRest } from "../support/reset-fleet";
import {
  edgeOf,
  knockOften,
  podsOf,
  showsEverywhere,
  type Edge,
} from "../support/certificate-checks";
import { QUERY } from "../../../components/query/part";

const [A, B] = [observees[0].name, observees[1].name];
const all = clusters.map(({ name }) => name);
const NOT_TRUSTED = /SIGNATURE|ISSUER|SELF_SIGNED/;

const servedCertificate = async (): Promise<string> =>
  fileOf(await secretFiles(A, NAMES.serverTls), "tls.crt");

/** Pods that are not Query's, whose names end with a hash and a random part. */
const others = async (): Promise<string[]> =>
  (await podsOf(observer.name)).filter((pod) => !CALLERS.test(pod));
const CALLERS = new RegExp(`^${QUERY.name}-[^-]+-[^-]+ `);

describe(`rotation of the server CA of ${A}`, () => {
  budget(600);
  const loop = new QueryLoop();
  let next = INITIAL_ROTATION.generation + 1;
  let old: Edge;
  let oldCert = "";
  let pods: readonly string[] = [];
  let observerPods: readonly string[] = [];
  const step = (phase: Rotation["phase"]) => setServerCa(A, { generation: next, phase });

  /** `up` of the observer; of the other observee nothing may change. */
  async function upObserver(): Promise<void> {
    const changes = inWords((await mustUp(observer.name)).changes);
    assert.deepEqual(changes, ["update observer-query", `update observer-trust-${A}-secret`]);
    assert.ok(changes.every((change) => !change.includes(B)));
  }

  before("wait until the fleet is at rest", async () => {
    await atRest();
    next = (await serverRotation(A)).generation + 1;
    old = await edgeOf(A);
    oldCert = await servedCertificate();
    pods = await podsOf(A);
    observerPods = await others();
  });
  after("print the queries", () => loop.print());
  after("wait until the fleet is at rest again", () => atRest());

  it("`overlap` creates the new CA while the old one signs", async () => {
    await step("overlap");
    await loop.during(`server CA: overlap, up ${A}`, all, () => mustUp(A));
    assert.equal(await servedCertificate(), oldCert);
  });

  it("`cutover` is refused while the observer does not trust the new CA", async () => {
    await step("cutover");
    const { code, said, changes } = await tryUp(A);
    assert.notEqual(code, 0);
    assert.match(said, /the observer does not trust the new CA yet; run `pulumi up` on it first/);
    assert.deepEqual(changes, []);
    assert.equal(await servedCertificate(), oldCert);
  });

  it("the observer accepts both CAs", () =>
    loop.during("server CA: up observer", all, () => upObserver()));

  it("`cutover` changes the certificate, and every replica behind the edge presents it", async () => {
    await loop.during(`server CA: cutover, up ${A}`, all, async () => {
      await mustUp(A);
      const cert = await servedCertificate();
      assert.notEqual(cert, oldCert);
      assert.ok(await showsEverywhere(old, cert), "a replica still shows the old one");
      await untilHandedOn(A);
    });
  });

  it("`stable` removes the old CA, and restarts no pod of the observee", async () => {
    await step("stable");
    await loop.during(`server CA: stable, up ${A}`, all, () => mustUp(A));
    assert.deepEqual(await podsOf(A), pods);
  });

  it("the observer then trusts only the new CA, and rolled only Query", async () => {
    await loop.during("server CA: up observer again", all, () => upObserver());
    assert.deepEqual(await others(), observerPods);
    const [edge, identity] = [await edgeOf(A), await clientIdentity(A)];
    assert.notEqual(edge.serverCa, old.serverCa);
    assert.ok((await knockOften(edge, identity)).every(({ bytes }) => bytes > 0));
    for (const { bytes, refusal } of await knockOften(old, identity)) {
      assert.equal(bytes, 0);
      assert.match(refusal, NOT_TRUSTED);
    }
  });
});
