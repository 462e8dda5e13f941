// Which changes a tls plugin sees, and when a certificate is due.
import * as assert from "node:assert/strict";
import { unknown, type Value } from "../../../lab/plugins/protocol/values";
import { type Bench, urns } from "./bench";

const kinds = Object.keys(urns) as (keyof typeof urns)[];
/** Another value of each input; those of keys and certificates are made of another key. */
const others: Record<keyof typeof urns, Record<string, Value>> = {
  key: { algorithm: "ED25519", ecdsaCurve: "P384", rsaBits: 4096 },
  ca: {
    ...{ subject: { commonName: "b" }, isCaCertificate: false, allowedUses: ["cert_signing"] },
    ...{ validityPeriodHours: 5, setSubjectKeyId: true, setAuthorityKeyId: true },
    ...{ maxPathLength: 1, dnsNames: ["x"], ipAddresses: ["10.1.1.1"], uris: ["spiffe://b"] },
    privateKeyPem: "another",
  },
  request: {
    ...{
      subject: { commonName: "b" },
      dnsNames: ["x", "y"],
      ipAddresses: [],
      uris: ["spiffe://b"],
    },
    privateKeyPem: "another",
  },
  leaf: {
    ...{ allowedUses: ["client_auth", "server_auth"], validityPeriodHours: 5 },
    ...{ isCaCertificate: true, setSubjectKeyId: true, maxPathLength: 1 },
    ...{ caPrivateKeyPem: "another", caCertPem: "another", certRequestPem: "another" },
  },
};

const hours = (bench: Bench, earlyRenewalHours: number) => {
  const leaf = bench.of("leaf");
  return {
    ...leaf,
    inputs: { ...leaf.inputs, earlyRenewalHours },
    outputs: { ...leaf.outputs, earlyRenewalHours },
  };
};

export function testDifferences(bench: Bench): void {
  for (const kind of kinds) {
    it(`are none where nothing changed: ${kind}`, async () => {
      const diff = await bench.diff(kind, {});
      assert.deepEqual([diff.changed, diff.replaces], [false, []]);
    });

    for (const [input, value] of Object.entries(others[kind])) {
      it(`replace the ${kind} for another ${input}, the new one first`, async () => {
        const diff = await bench.diff(kind, { [input]: value });
        assert.deepEqual([diff.changed, diff.replaces], [true, [input]]);
        assert.equal(diff.deleteBeforeReplace, false);
      });
    }
  }

  it("replace a leaf for a request that is not known yet", async () => {
    const diff = await bench.diff("leaf", { certRequestPem: unknown });
    assert.deepEqual(diff.replaces, ["certRequestPem"]);
  });

  it("change the time of renewal in place, and keep the certificate", async () => {
    const diff = await bench.diff("leaf", { earlyRenewalHours: 2 });
    assert.deepEqual([diff.changed, diff.replaces], [true, []]);
    const { inputs, outputs } = bench.of("leaf");
    const news = { ...inputs, earlyRenewalHours: 2 };
    for (const preview of [true, false]) {
      const updated = await bench.plugin.update(urns.leaf, bench.of("leaf"), news, { preview });
      assert.equal(updated.outputs["certPem"], outputs["certPem"]);
      assert.equal(updated.outputs["validityEndTime"], outputs["validityEndTime"]);
      assert.equal(updated.outputs["earlyRenewalHours"], 2);
      assert.equal(updated.outputs["readyForRenewal"], false);
    }
  });

  it("replace a certificate that is due, whether it was read before or not", async () => {
    const due = hours(bench, 24);
    assert.deepEqual((await bench.diff("leaf", {}, due)).replaces, ["readyForRenewal"]);
    const read = await bench.plugin.read(urns.leaf, due);
    assert.equal(read?.outputs["readyForRenewal"], true);
    assert.deepEqual(read.inputs, due.inputs);
    assert.deepEqual((await bench.diff("leaf", {}, read)).replaces, ["readyForRenewal"]);
  });

  it("replace a certificate that becomes due by another time of renewal", async () => {
    const diff = await bench.diff("leaf", { earlyRenewalHours: 24 });
    assert.deepEqual(diff.replaces, ["readyForRenewal"]);
  });

  it("leave one alone that is not due yet", async () => {
    const early = hours(bench, 23);
    assert.equal((await bench.diff("leaf", {}, early)).changed, false);
    const read = await bench.plugin.read(urns.leaf, early);
    assert.equal(read?.outputs["readyForRenewal"], false);
  });
}
