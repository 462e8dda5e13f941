// The first step of a client CA's rotation, and back, without failed queries. test/lab/trust has whole rotations.
import * as assert from "node:assert/strict";
import { clusters, observees } from "../../../lab/cluster/machines";
import { INITIAL_ROTATION } from "../../../components/pki/rotation/phases";
import { budget } from "../support/budget";
import { overlap, upObserverFor } from "../support/client-ca";
import { clientIdentity } from "../support/cluster";
import { clientRotations, setClientCa } from "../support/overrides";
import { QueryLoop } from "../support/query-loop";
import { atRest } from "../support/reset-fleet";

const A = observees[0].name;
const all = clusters.map(({ name }) => name);

describe(`a new client CA of ${A}`, () => {
  budget(240);
  // Fewer than in test/lab/trust, so that core stays within its budget.
  const loop = new QueryLoop(400);

  before("wait until the fleet is at rest", () => atRest());
  after("print the queries", () => loop.print());
  after("wait until the fleet is at rest again", () => atRest());

  it("is created and removed again during queries, while the old one signs", async () => {
    const { generation } = (await clientRotations())[A] ?? INITIAL_ROTATION;
    const old = await clientIdentity(A);
    await loop.during("client CA: overlap, up observer", all, () => overlap(A, generation + 1));
    await setClientCa(A, { generation, phase: "stable" });
    const changes = await loop.during("client CA: given up, up observer", all, () =>
      upObserverFor(A),
    );
    const deleted = `delete observer-trust-${A}-ca-${String(generation + 1)}-key`;
    assert.ok(changes.includes(deleted), changes.join());
    assert.deepEqual(await clientIdentity(A), old);
  });
});
