// What a tls plugin makes: keys that others read, and certificates that they verify.
import * as assert from "node:assert/strict";
import * as crypto from "node:crypto";
import { INITIAL_ROTATION } from "../../../components/pki/rotation/phases";
import { existingCas } from "../../../components/pki/authority/existing-ca";
import { type Held } from "../client";
import { type Bench, urns } from "./bench";

const certificate = (held: Held) => new crypto.X509Certificate(String(held.outputs["certPem"]));

export function testKeys(bench: Bench): void {
  it("makes a CA that is one, and a leaf that it signed", () => {
    assert.equal(certificate(bench.of("ca")).ca, true);
    assert.equal(certificate(bench.of("leaf")).ca, false);
    assert.ok(certificate(bench.of("leaf")).checkIssued(certificate(bench.of("ca"))));
    assert.ok(certificate(bench.of("leaf")).verify(certificate(bench.of("ca")).publicKey));
    assert.equal(certificate(bench.of("ca")).subject, "O=an organization\nCN=a CA");
  });

  it("makes a CA whose certificate tells what it was made with, to the hour", () => {
    const trustBundle = [String(bench.of("ca").outputs["certPem"])];
    const { curve, caHours } =
      existingCas({ previousRotation: INITIAL_ROTATION, trustBundle }, Date.now())["1"] ?? {};
    assert.deepEqual([curve, caHours], ["P256", 100]);
  });

  it("carries the names of the request into the leaf", () => {
    const names = certificate(bench.of("leaf")).subjectAltName ?? "";
    assert.match(names, /DNS:a\.example/);
    assert.match(names, /IP Address:10\.0\.0\.1/);
    assert.match(names, /IP Address:FD00:0:0:0:0:0:0:1/);
    assert.match(names, /URI:spiffe:\/\/example\/a/);
    assert.deepEqual(certificate(bench.of("leaf")).keyUsage, ["1.3.6.1.5.5.7.3.1"]);
  });

  it("writes keys that others read", () => {
    const key = bench.of("key");
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
      const made = await bench.make("key", { algorithm });
      const own = await bench.make("ca", {
        privateKeyPem: made.outputs["privateKeyPem"] ?? "",
        subject: { commonName: "its own" },
        allowedUses: ["digital_signature"],
        validityPeriodHours: 1,
      });
      assert.ok(certificate(own).verify(certificate(own).publicKey));
      assert.equal(own.outputs["keyAlgorithm"], algorithm);
    });
  }

  it("has nothing to take down", async () => {
    await bench.plugin.delete(urns.leaf, bench.of("leaf"));
  });
}
