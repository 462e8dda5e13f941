// What a tls plugin takes, gives, keeps secret, and knows before anything is made.
import * as assert from "node:assert/strict";
import { unknown, type Values } from "../../../lab/plugins/protocol/values";
import { type Bench, fieldsOf, secretsOf, urns } from "./bench";

const certificate = [
  ...["allowedUses", "certPem", "earlyRenewalHours", "id", "isCaCertificate", "readyForRenewal"],
  ...["setSubjectKeyId", "validityEndTime", "validityPeriodHours", "validityStartTime"],
];
const fields: Record<keyof typeof urns, readonly string[]> = {
  key: [
    ...["algorithm", "ecdsaCurve", "id", "privateKeyOpenssh", "privateKeyPem"],
    ...["privateKeyPemPkcs8", "publicKeyFingerprintMd5", "publicKeyFingerprintSha256"],
    ...["publicKeyOpenssh", "publicKeyPem", "rsaBits"],
  ],
  ca: [...certificate, "keyAlgorithm", "privateKeyPem", "setAuthorityKeyId", "subject"],
  request: [
    ...["certRequestPem", "dnsNames", "id", "ipAddresses", "keyAlgorithm", "privateKeyPem"],
    ...["subject", "uris"],
  ],
  leaf: [...certificate, "caCertPem", "caKeyAlgorithm", "caPrivateKeyPem", "certRequestPem"],
};
const secret: Record<keyof typeof urns, readonly string[]> = {
  key: ["privateKeyOpenssh", "privateKeyPem", "privateKeyPemPkcs8"],
  ca: ["privateKeyPem"],
  request: ["privateKeyPem"],
  leaf: ["caPrivateKeyPem"],
};
const kinds = Object.keys(urns) as (keyof typeof urns)[];

export function testFields(bench: Bench): void {
  for (const kind of kinds) {
    it(`are all there, and no others: ${kind}`, () => {
      assert.deepEqual(fieldsOf(bench.of(kind)), [...fields[kind]].sort());
      assert.equal(bench.of(kind).outputs["id"], bench.of(kind).id);
    });

    it(`are secret where a private key is in them, and nowhere else: ${kind}`, async () => {
      const made = bench.of(kind);
      assert.deepEqual(secretsOf(made), secret[kind]);
      const checked = await bench.plugin.check(urns[kind], {}, made.inputs);
      assert.deepEqual(secretsOf(checked), kind === "key" ? [] : secret[kind]);
    });

    it(`are read as they were: ${kind}`, async () => {
      const made = bench.of(kind);
      const read = await bench.plugin.read(urns[kind], made);
      assert.deepEqual(read?.inputs, made.inputs);
      assert.deepEqual(
        fieldsOf(read).map((key) => read.outputs[key]),
        fieldsOf(made).map((key) => made.outputs[key]),
      );
    });

    it(`cannot be had of what was made elsewhere: ${kind}`, async () => {
      const elsewhere = { id: "1", inputs: {}, outputs: {}, secrets: [] };
      await assert.rejects(bench.plugin.read(urns[kind], elsewhere), /does not support import/);
    });
  }

  it("are not known in a preview where they will be made", async () => {
    const { inputs } = bench.of("leaf");
    const { id, outputs } = await bench.plugin.create(urns.leaf, inputs, { preview: true });
    const open = fieldsOf({ id, inputs, outputs, secrets: [] });
    assert.deepEqual(
      open.filter((key) => outputs[key] === unknown),
      [
        ...["caKeyAlgorithm", "certPem", "id", "maxPathLength", "validityEndTime"],
        "validityStartTime",
      ],
    );
    assert.deepEqual([id, outputs["readyForRenewal"]], ["", false]);
    assert.equal(outputs["validityPeriodHours"], 24);
  });

  it("have the defaults of the documentation", () => {
    const { earlyRenewalHours, isCaCertificate, setSubjectKeyId, setAuthorityKeyId } =
      bench.of("ca").outputs;
    assert.deepEqual(
      [earlyRenewalHours, isCaCertificate, setSubjectKeyId, setAuthorityKeyId],
      [0, true, false, false],
    );
    assert.equal(bench.of("leaf").outputs["isCaCertificate"], false);
    assert.equal(bench.of("key").outputs["rsaBits"], 2048);
  });

  const refused: [kind: keyof typeof urns, change: Values, what: string][] = [
    ["key", { algorithm: null }, "no algorithm"],
    ["key", { algorithm: "DSA" }, "an algorithm that there is not"],
    ["key", { ecdsaCurve: "P1" }, "a curve that there is not"],
    ["ca", { validityPeriodHours: null }, "no time"],
    ["ca", { validityPeriodHours: -1 }, "a time before now"],
    ["ca", { allowedUses: null }, "no uses"],
    ["ca", { allowedUses: ["world_domination"] }, "a use that there is not"],
    ["ca", { earlyRenewalHours: -1 }, "a renewal after the end"],
    ["ca", { maxPathLength: -2 }, "a length below none"],
    ["leaf", { certRequestPem: null }, "no request"],
    ["leaf", { caCertPem: null }, "no CA"],
  ];
  for (const [kind, change, what] of refused) {
    it(`are refused before anything is made: ${what}`, async () => {
      const news = { ...bench.of(kind).inputs, ...change };
      const { failures } = await bench.plugin.check(urns[kind], {}, news);
      assert.equal(failures.length, 1);
    });
  }

  const failed: [kind: keyof typeof urns, change: Values, words: RegExp][] = [
    ["ca", { subject: null }, /Must contain at least one Distinguished Name/],
    ["ca", { privateKeyPem: "x" }, /PEM/],
    ["ca", { ipAddresses: ["x"] }, /Invalid IP/],
    [
      "ca",
      { isCaCertificate: false, setAuthorityKeyId: true },
      /Could not determine Authority Key Identifier/,
    ],
    ["leaf", { certRequestPem: "x" }, /./],
  ];
  for (const [kind, change, words] of failed) {
    it(`make nothing of ${JSON.stringify(change)}`, async () => {
      const entries = Object.entries({ ...bench.of(kind).inputs, ...change });
      const inputs = Object.fromEntries(entries.filter(([, value]) => value !== null));
      await assert.rejects(bench.plugin.create(urns[kind], inputs), words);
    });
  }

  it("make no leaf with a key that is not the CA's", async () => {
    const { outputs } = await bench.make("key", { algorithm: "ED25519" });
    const inputs = { ...bench.of("leaf").inputs, caPrivateKeyPem: outputs["privateKeyPem"] ?? "" };
    await assert.rejects(bench.plugin.create(urns.leaf, inputs), /doesn't match/);
  });
}
