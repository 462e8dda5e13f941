// The contract of the tls provider: real keys and certificates, secret where they have to be.
import * as assert from "node:assert/strict";
import * as crypto from "node:crypto";
import { unknown, type Values } from "../../lab/plugins/protocol/values";
import { FIRST } from "../../specs/pki/rotation";
import { standing } from "../../specs/pki/standing";
import { Plugin, urnOf, type Held } from "./client";
import { forEachPlugin } from "./found";

const keyUrn = urnOf("tls:index/privateKey:PrivateKey", "key");
const caUrn = urnOf("tls:index/selfSignedCert:SelfSignedCert", "ca");
const requestUrn = urnOf("tls:index/certRequest:CertRequest", "leaf");
const leafUrn = urnOf("tls:index/locallySignedCert:LocallySignedCert", "leaf");

forEachPlugin("tls", (command) => {
  let plugin: Plugin;
  let key: Held;
  let ca: Held;
  let leaf: Held;

  /** What the engine does for a resource that is new: check, then create. */
  async function make(urn: string, news: Values): Promise<Held> {
    const { inputs, failures } = await plugin.check(urn, {}, news);
    assert.deepEqual(failures, []);
    return plugin.create(urn, inputs);
  }

  const leafInputs = (request: Held, early: number): Values => ({
    caPrivateKeyPem: key.outputs["privateKeyPem"] ?? "",
    caCertPem: ca.outputs["certPem"] ?? "",
    certRequestPem: request.outputs["certRequestPem"] ?? "",
    allowedUses: ["digital_signature", "server_auth"],
    validityPeriodHours: 24,
    earlyRenewalHours: early,
  });

  before(async () => {
    plugin = await Plugin.start(command, {});
    key = await make(keyUrn, { algorithm: "ECDSA", ecdsaCurve: "P256" });
    ca = await make(caUrn, {
      privateKeyPem: key.outputs["privateKeyPem"] ?? "",
      subject: { commonName: "a CA", organization: "an organization" },
      isCaCertificate: true,
      allowedUses: ["cert_signing", "crl_signing"],
      validityPeriodHours: 100,
    });
    const leafKey = await make(keyUrn, { algorithm: "ECDSA", ecdsaCurve: "P384" });
    const request = await make(requestUrn, {
      privateKeyPem: leafKey.outputs["privateKeyPem"] ?? "",
      subject: { commonName: "a leaf" },
      dnsNames: ["a.example"],
      ipAddresses: ["10.0.0.1", "fd00::1"],
      uris: ["spiffe://example/a"],
    });
    leaf = await make(leafUrn, leafInputs(request, 1));
  });

  after(() => plugin.stop());

  const certificate = (held: Held) => new crypto.X509Certificate(String(held.outputs["certPem"]));

  it("makes a CA that is one, and a leaf that it signed", () => {
    assert.equal(certificate(ca).ca, true);
    assert.equal(certificate(leaf).ca, false);
    assert.ok(certificate(leaf).checkIssued(certificate(ca)));
    assert.ok(certificate(leaf).verify(certificate(ca).publicKey));
    assert.equal(certificate(ca).subject, "O=an organization\nCN=a CA");
  });

  it("makes a CA whose certificate tells what it was made with, to the hour", () => {
    const published = [String(ca.outputs["certPem"])];
    const { curve, caHours } = standing({ before: FIRST, published }, Date.now())["1"] ?? {};
    assert.deepEqual([curve, caHours], ["P256", 100]);
  });

  it("carries the names of the request into the leaf", () => {
    const names = certificate(leaf).subjectAltName ?? "";
    assert.match(names, /DNS:a\.example/);
    assert.match(names, /IP Address:10\.0\.0\.1/);
    assert.match(names, /IP Address:FD00:0:0:0:0:0:0:1/);
    assert.match(names, /URI:spiffe:\/\/example\/a/);
    assert.deepEqual(certificate(leaf).keyUsage, ["1.3.6.1.5.5.7.3.1"]);
  });

  it("says when a certificate begins and ends", () => {
    const [from, to] = ["validityStartTime", "validityEndTime"].map((name) =>
      Date.parse(String(leaf.outputs[name])),
    );
    assert.equal((to ?? 0) - (from ?? 0), 24 * 3_600_000);
    // The certificate knows whole seconds.
    assert.equal(Date.parse(certificate(leaf).validTo), Math.floor((to ?? 0) / 1000) * 1000);
    assert.equal(leaf.outputs["readyForRenewal"], false);
  });

  it("gives private keys back as secrets, and public ones plain", () => {
    const secret = (held: Held, name: string) => held.secrets.some((path) => path[0] === name);
    ["privateKeyPem", "privateKeyPemPkcs8", "privateKeyOpenssh"].forEach((name) =>
      assert.ok(secret(key, name), name),
    );
    assert.ok(secret(leaf, "caPrivateKeyPem"));
    assert.ok(!secret(key, "publicKeyPem"));
    assert.ok(!secret(leaf, "certPem"));
  });

  it("writes keys that others read", () => {
    const fromPem = crypto.createPrivateKey(String(key.outputs["privateKeyPem"]));
    const fromPkcs8 = crypto.createPrivateKey(String(key.outputs["privateKeyPemPkcs8"]));
    assert.ok(fromPem.equals(fromPkcs8));
    assert.match(String(key.outputs["publicKeyOpenssh"]), /^ecdsa-sha2-nistp256 AAAA/);
    assert.match(String(key.outputs["publicKeyFingerprintSha256"]), /^SHA256:.{43}$/);
    assert.match(
      String(key.outputs["privateKeyOpenssh"]),
      /^-----BEGIN OPENSSH PRIVATE KEY-----\n/,
    );
  });

  for (const algorithm of ["RSA", "ED25519"]) {
    it(`signs with a key of ${algorithm}`, async () => {
      const made = await make(keyUrn, { algorithm });
      const own = await make(caUrn, {
        privateKeyPem: made.outputs["privateKeyPem"] ?? "",
        subject: { commonName: "its own" },
        allowedUses: ["digital_signature"],
        validityPeriodHours: 1,
      });
      assert.ok(certificate(own).verify(certificate(own).publicKey));
      assert.equal(own.outputs["keyAlgorithm"], algorithm);
    });
  }

  it("has nothing to do when nothing changed", async () => {
    for (const [urn, held] of [
      [keyUrn, key],
      [caUrn, ca],
      [leafUrn, leaf],
    ] as const) {
      const { inputs } = await plugin.check(urn, held.inputs, held.inputs);
      assert.equal((await plugin.diff(urn, held, inputs)).changed, false, urn);
    }
  });

  it("replaces a certificate when what it says changes", async () => {
    const diff = await plugin.diff(leafUrn, leaf, { ...leaf.inputs, validityPeriodHours: 48 });
    assert.deepEqual(diff.replaces, ["validityPeriodHours"]);
  });

  it("changes the time of renewal in place", async () => {
    const news = { ...leaf.inputs, earlyRenewalHours: 2 };
    const diff = await plugin.diff(leafUrn, leaf, news);
    assert.ok(diff.changed);
    assert.deepEqual(diff.replaces, []);
    const updated = await plugin.update(leafUrn, leaf, news);
    assert.equal(updated.outputs["certPem"], leaf.outputs["certPem"]);
    assert.equal(updated.outputs["earlyRenewalHours"], 2);
  });

  it("replaces a certificate once it is due for renewal", async () => {
    const due = { ...leaf.inputs, earlyRenewalHours: 25 };
    const diff = await plugin.diff(leafUrn, { ...leaf, inputs: due }, due);
    assert.ok(diff.changed);
    assert.ok(diff.replaces.length > 0);
  });

  it("knows in a preview what was given and not what will be made", async () => {
    const inputs = { ...leaf.inputs, certRequestPem: unknown };
    const previewed = await plugin.create(leafUrn, inputs, { preview: true });
    assert.equal(previewed.outputs["certPem"], unknown);
    assert.equal(previewed.outputs["validityPeriodHours"], 24);
  });

  it("refuses a use that there is not", async () => {
    const news = { ...leaf.inputs, allowedUses: ["world_domination"] };
    const refused = await plugin.check(leafUrn, {}, news).then(
      ({ failures }) => failures.length > 0,
      () => true,
    );
    assert.ok(refused);
  });

  it("keeps what it made when it is read", async () => {
    const read = await plugin.read(leafUrn, leaf);
    assert.equal(read?.outputs["certPem"], leaf.outputs["certPem"]);
  });

  it("has nothing to take down", async () => {
    await plugin.delete(leafUrn, leaf);
  });
});
