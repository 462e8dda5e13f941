// Another issuer of an observee's server certificate: neither takes the other's Secret, and the old CA can go.
import * as assert from "node:assert/strict";
import { OTHER_CA } from "../../../../tools/render/certificates";
import type { Recording } from "../../../../tools/render/recorder";
import { field } from "../../../policy/objects";
import type { ConfigObject } from "../../../support/configs";
import {
  called,
  connected,
  namesIn,
  observeeCalled,
  protectedKeys,
  type Stacks,
} from "../../../support/stacks";

const issuerRef = { name: "corporate", kind: "ClusterIssuer" };
const BY = {
  self: { issuer: "self" },
  certManager: { issuer: "certManager", issuerRef, caPem: OTHER_CA },
  supplied: { issuer: "supplied", secretName: "bought", caPem: OTHER_CA },
} as const;

const up = (stacks: Stacks, serverCertificate: ConfigObject): Promise<Recording> =>
  stacks.up("paris", observeeCalled("paris", { serverCertificate }));

const AUTHORITY = ["observee-trust-ca", "observee-trust-ca-cert", "observee-trust-ca-key"];

const ofServer = (recording: Recording): string[] =>
  namesIn(recording).filter((name) => /^observee-trust-(ca|leaf|server)/.test(name));

for (const to of ["certManager", "supplied"] as const) {
  describe(`an observee that goes from an own CA to ${to}`, () => {
    let ups: readonly [Recording, Recording, Recording];
    before(async () => {
      const stacks = await connected("paris", "lyon");
      ups = [await up(stacks, BY[to]), await up(stacks, BY[to]), await up(stacks, BY.self)];
    });

    it("keeps the authority for that `up`, and nothing that it signed", () => {
      assert.deepEqual(ofServer(ups[0]), AUTHORITY);
    });

    it("has that authority's protection taken off, so that the next `up` can delete it", () => {
      assert.deepEqual(protectedKeys(ups[0]), []);
    });

    it("hands that authority out no more", () => {
      assert.equal(ups[0].outputs["serverCa"], OTHER_CA);
      const ends = Object.keys(Object(ups[0].outputs["certificateEnds"]));
      assert.deepEqual(ends, ["serverCertificate.caPem/1"]);
    });

    it("is rid of it with the next `up`", () => {
      assert.deepEqual(ofServer(ups[1]), []);
    });

    it("may come back, with a key that is protected", () => {
      assert.deepEqual(protectedKeys(ups[2]), ["observee-trust-ca-key"]);
    });
  });
}

describe("an observee that goes to another issuer within a rotation", () => {
  it("is rid of both authorities", async () => {
    const stacks = await connected("paris", "lyon");
    const ca = { generation: 2, phase: "overlap" };
    await up(stacks, { ...BY.self, ca });
    const recording = await up(stacks, BY.certManager);
    const keys = namesIn(recording).filter((name) => /-ca(-2)?-key$/.test(name));
    assert.deepEqual(keys, ["observee-trust-ca-2-key", "observee-trust-ca-key"]);
    assert.deepEqual(protectedKeys(recording), []);
  });
});

describe("the Secrets of two issuers", () => {
  it("have names of their own: neither finds the other's, or deletes it", async () => {
    const stacks = await connected("paris", "lyon");
    const own = called(await up(stacks, BY.self), "observee-trust-server").inputs;
    const asked = called(await up(stacks, BY.certManager), "observee-trust-certificate").inputs;
    assert.notEqual(field(own, "metadata", "name"), field(asked, "spec", "secretName"));
  });
});

describe("a CA that ends soon and is another's", () => {
  it("is no reason not to come back to an own one", async () => {
    const stacks = await connected("paris", "lyon");
    await up(stacks, BY.certManager);
    await up(stacks, BY.certManager);
    const config = observeeCalled("paris", {
      serverCertificate: { ...BY.self, ca: { generation: 7, phase: "stable" } },
    });
    assert.ok(namesIn(await stacks.up("paris", config)).includes("observee-trust-ca-7-key"));
  });
});
