// `up` replaces only leaf certificates that are due, and they are used without a restart.
import * as assert from "node:assert/strict";
import { clusters, observees, observer } from "../../../lab/cluster/machines";
import { NAMES } from "../../../kubernetes/names";
import { budget } from "../support/budget";
import { clientIdentity, fileOf, secretFiles } from "../support/cluster";
import { inWords, mustUp } from "../support/engine";
import { configure } from "../support/overrides";
import { QueryLoop } from "../support/query-loop";
import { atRest } from "../support/reset-fleet";
import {
  edgeOf,
  knockOften,
  mountedEverywhere,
  podsOf,
  showsEverywhere,
  shownBy,
} from "../support/certificate-checks";

const A = observees[0].name;
const all = clusters.map(({ name }) => name);
const DUE = { unsafeForTests: { plaintextObjectStore: true, alwaysRenew: true } };
const NOT_DUE = { unsafeForTests: undefined };

describe("renewal of leaf certificates", () => {
  budget(360);
  const loop = new QueryLoop();

  before("wait until the fleet is at rest", () => atRest());
  after("print the queries", () => loop.print());
  after("wait until the fleet is at rest again", () => atRest());

  it("of the observer replaces only its client certificates, and restarts no pod", async () => {
    const pods = await podsOf(observer.name);
    const old = await clientIdentity(A);
    await configure(observer.name, DUE);
    await loop.during("renewal, up observer", all, async () => {
      const { changes } = await mustUp(observer.name);
      assert.deepEqual(
        inWords(changes),
        [
          "update observer-certificates-ends-leaf",
          ...observees.flatMap(({ name }) => [
            `replace observer-trust-${name}-leaf-cert`,
            `update observer-trust-${name}-secret`,
          ]),
        ].sort(),
      );
      const fresh = await clientIdentity(A);
      assert.notEqual(fresh.cert, old.cert);
      assert.ok(await mountedEverywhere(A, fresh.cert), "a Query has not got the new one");
    });
    assert.deepEqual(await podsOf(observer.name), pods);
    const answers = await knockOften(await edgeOf(A), await clientIdentity(A));
    assert.ok(answers.every(({ bytes }) => bytes > 0));
  });

  it("of an observee replaces only its server certificate, and its edge presents the new one", async () => {
    const pods = await podsOf(A);
    const edge = await edgeOf(A);
    const old = await shownBy(edge);
    await configure(A, DUE);
    await loop.during(`renewal, up ${A}`, all, async () => {
      const { changes } = await mustUp(A);
      assert.deepEqual(inWords(changes), [
        "replace observee-trust-leaf-cert",
        "update observee-certificates-ends-leaf",
        "update observee-trust-server",
      ]);
      const fresh = fileOf(await secretFiles(A, NAMES.serverTls), "tls.crt");
      assert.ok(await showsEverywhere(edge, fresh), "a replica still shows the old one");
    });
    assert.notEqual((await shownBy(edge)).serialNumber, old.serialNumber);
    assert.deepEqual(await podsOf(A), pods);
  });

  it("changes no certificate when it is no longer due", async () => {
    for (const stack of [observer.name, A]) {
      const before = await clientIdentity(A);
      await configure(stack, NOT_DUE);
      const { changes } = await mustUp(stack);
      // When it is due is kept beside the certificate.
      assert.ok(inWords(changes).every((change) => /^update .*-leaf-cert$/.test(change)));
      assert.deepEqual(await clientIdentity(A), before);
    }
  });
});
