// Changed settings of certificates: an existing CA stays as it was created, and the next one has the new settings.
import * as assert from "node:assert/strict";
import { CLIENT_CA, NEXT_CLIENT_CA, SERVER_CA } from "../../../../tools/render/certificates";
import type { Recording } from "../../../../tools/render/recorder";
import { INITIAL_ROTATION } from "../../../../components/pki/rotation/phases";
import { existingCas } from "../../../../components/pki/authority/existing-ca";
import { OBSERVEE, OBSERVER, withKeys, type ConfigObject } from "../../../support/configs";
import { run } from "../../../support/fleet";
import {
  called,
  connected,
  observeeCalled,
  observerOf,
  type Stacks,
} from "../../../support/stacks";

const BOTH = { paris: {}, lyon: {} };
const CHANGED = { certificates: { curve: "P384", leafDays: 60, caDays: 365 } };
const STEP = { generation: 2, phase: "overlap" } as const;

/** What keys and certificates of CAs are made with, and keys of leaves. */
const made = ({ resources }: Recording, which: RegExp) =>
  resources
    .filter(({ name, type }) => type.startsWith("tls:") && which.test(name))
    .map(({ name, inputs }) => [
      name,
      inputs["ecdsaCurve"] ?? inputs["validityPeriodHours"] ?? inputs["subject"],
    ]);

const OF_CAS = /-ca(-\d+)?-(key|cert)$|leaf-key$/;

/** Every kind of CA that a stack may have: the configuration of its `up`s. */
const IN_CLUSTER = {
  kind: "inCluster",
  server: "versitygw",
  bucket: "metrics",
  storage: { size: "1Gi" },
  exposure: { kind: "nodePort", address: "10.0.0.1", nodePort: 30443 },
};
const STACKS: Readonly<Record<string, (more: ConfigObject) => [string, ConfigObject]>> = {
  "an observer with Receive and Alertmanager's edge": (more) => [
    "observer",
    observerOf(BOTH, {
      receive: {
        storage: { size: "1Gi" },
        exposure: { kind: "loadBalancer", address: "receive.example.com" },
      },
      alertmanager: {
        storage: { size: "1Gi" },
        edge: { exposure: { kind: "loadBalancer", address: "alerts.example.com" } },
      },
      ...more,
    }),
  ],
  "an observee": (more) => ["paris", observeeCalled("paris", more)],
  "an observee with an object store of its own": (more) => [
    "paris",
    withKeys(OBSERVEE, {
      cluster: "paris",
      exposure: { kind: "loadBalancer", address: "edge.paris.example.com" },
      objectStore: IN_CLUSTER,
      objectStoreAccessKey: undefined,
      objectStoreSecretKey: undefined,
      ...more,
    }),
  ],
};

describe("changed settings of certificates", () => {
  for (const [what, config] of Object.entries(STACKS)) {
    it(`do not change any CA of ${what}, or the keys of its leaves`, async () => {
      const stacks = await connected("paris", "lyon");
      await stacks.up(...config({}));
      const before = await stacks.up(...config({}));
      const after = await stacks.up(...config(CHANGED));
      const cas = new Set(made(before, /-ca-cert$/).map(([name]) => name));
      assert.equal(cas.size, what.startsWith("an observer") ? 4 : what.endsWith("own") ? 2 : 1);
      assert.deepEqual(made(after, OF_CAS), made(before, OF_CAS));
    });
  }

  it("apply to the next CA, and to the life of a leaf at once", async () => {
    const stacks = await connected("paris", "lyon");
    const entries = { ...BOTH, paris: { clientCa: STEP } };
    const overlap = await stacks.up("observer", observerOf(entries, CHANGED));
    const ca = "observer-trust-paris-ca";
    assert.equal(called(overlap, `${ca}-key`).inputs["ecdsaCurve"], "P256");
    assert.equal(called(overlap, `${ca}-2-key`).inputs["ecdsaCurve"], "P384");
    assert.equal(called(overlap, `${ca}-2-cert`).inputs["validityPeriodHours"], 365 * 24);
    const leaf = called(overlap, "observer-trust-paris-leaf-cert").inputs;
    assert.equal(leaf["validityPeriodHours"], 60 * 24);
  });

  it("do not change the CA of an observee that is removed: its key is deleted, not replaced", async () => {
    const stacks = await connected("paris", "lyon");
    const before = await stacks.up("observer", observerOf(BOTH));
    const leaving = await stacks.up("observer", observerOf({ lyon: {} }, CHANGED));
    const ofParis = /trust-paris-ca-(key|cert)$/;
    assert.equal(made(leaving, ofParis).length, 2);
    assert.deepEqual(made(leaving, ofParis), made(before, ofParis));
  });

  it("do not change the CA of an observee that the observer no longer lists", async () => {
    const stacks = await connected("paris", "lyon");
    await stacks.up("observer", observerOf({ lyon: {} }));
    await stacks.up("paris", observeeCalled("paris"));
    const before = await stacks.up("paris", observeeCalled("paris"));
    const after = await stacks.up("paris", observeeCalled("paris", CHANGED));
    assert.deepEqual(made(after, OF_CAS), made(before, OF_CAS));
  });
});

describe("the existing CAs", () => {
  it("have the curve, the life and the hours left that their certificates show", () => {
    const now = Date.parse("2126-10-28T06:08:56Z");
    const ca = { curve: "P256", caHours: 36_500 * 24, hoursLeft: 1 };
    assert.deepEqual(
      existingCas({ previousRotation: INITIAL_ROTATION, trustBundle: [CLIENT_CA] }, now),
      {
        1: ca,
      },
    );
    const both = existingCas(
      { previousRotation: STEP, trustBundle: [CLIENT_CA, NEXT_CLIENT_CA] },
      now,
    );
    assert.deepEqual(Object.keys(both), ["1", "2"]);
  });

  it("are unknown without a previous rotation: the certificates may be from the configuration", () => {
    assert.deepEqual(existingCas({ previousRotation: undefined, trustBundle: [SERVER_CA] }, 0), {});
  });
});

describe("a stack's cluster name", () => {
  /** The faults of an `up` after one with another name. */
  async function faults(config: ConfigObject, name: string, stacks: Stacks): Promise<string[]> {
    return stacks.refused(name, withKeys(config, { cluster: "rome" }));
  }

  it("cannot change at the observer", async () => {
    const stacks = await connected("paris", "lyon");
    assert.deepEqual(await faults(observerOf(BOTH), "observer", stacks), [
      '  - thanos-fleet:cluster is "rome", but this stack was up as "observer", the name in all its metrics and CAs; ' +
        'set it back, or create another stack for "rome"',
    ]);
  });

  it("cannot change at an observee", async () => {
    const stacks = await connected("paris", "lyon");
    const said = (await faults(observeeCalled("paris"), "paris", stacks)).join("\n");
    assert.match(said, /cluster is "rome", but this stack was up as "paris"/);
  });

  it("may be any at the first `up`", async () => {
    const { error } = await run(withKeys(OBSERVER, { cluster: "rome" }), {}, "observer");
    assert.equal(error, undefined);
  });
});
