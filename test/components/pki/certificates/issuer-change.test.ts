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
  describe(`a change of the issuer from self to ${to}`, () => {
    let ups: readonly [Recording, Recording, Recording];
    before(async () => {
      const stacks = await connected("paris", "lyon");
      ups = [await up(stacks, BY[to]), await up(stacks, BY[to]), await up(stacks, BY.self)];
    });

    it("keeps the old CA during that `up`, without the certificate that it signed", () => {
      assert.deepEqual(ofServer(ups[0]), AUTHORITY);
    });

    it("removes the protection of the old CA's key, so that the next `up` can delete it", () => {
      assert.deepEqual(protectedKeys(ups[0]), []);
    });

    it("publishes only the CA of the new issuer", () => {
      assert.equal(ups[0].outputs["serverCa"], OTHER_CA);
      const ends = Object.keys(Object(ups[0].outputs["certificateEnds"]));
      assert.deepEqual(ends, ["serverCertificate.caPem/1"]);
    });

    it("deletes the old CA with the next `up`", () => {
      assert.deepEqual(ofServer(ups[1]), []);
    });

    it("creates a CA with a protected key once the issuer is self again", () => {
      assert.deepEqual(protectedKeys(ups[2]), ["observee-trust-ca-key"]);
    });
  });
}

describe("a change of the issuer during a rotation", () => {
  it("removes the protection of both CAs' keys", async () => {
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
  it("have different names, so that neither replaces or deletes the other", async () => {
    const stacks = await connected("paris", "lyon");
    const own = called(await up(stacks, BY.self), "observee-trust-server").inputs;
    const asked = called(await up(stacks, BY.certManager), "observee-trust-certificate").inputs;
    assert.notEqual(field(own, "metadata", "name"), field(asked, "spec", "secretName"));
  });
});

describe("the CA of another issuer", () => {
  it("does not count as a previous own CA, so any generation may follow", async () => {
    const stacks = await connected("paris", "lyon");
    await up(stacks, BY.certManager);
    await up(stacks, BY.certManager);
    const config = observeeCalled("paris", {
      serverCertificate: { ...BY.self, ca: { generation: 7, phase: "stable" } },
    });
    assert.ok(namesIn(await stacks.up("paris", config)).includes("observee-trust-ca-7-key"));
  });
});
