// Certificates that cross stacks.
import * as assert from "node:assert/strict";
import { CLIENT_CA, SERVER_CA } from "../../tools/render/certificates";
import { certificateFingerprint } from "../../components/pki/certificates/fingerprint";
import { bundle, isCertificate } from "../../components/pki/certificates/pem";

describe("a certificate of another stack", () => {
  for (const [what, text] of [
    ["two certificates", CLIENT_CA + SERVER_CA],
    ["text that only looks like one", CLIENT_CA.replace(/MII.*/, "MIIB")],
    ["a certificate with something after it", `${CLIENT_CA}-----BEGIN EC PRIVATE KEY-----\n`],
    ["nothing", ""],
  ] as const) {
    it(`is not ${what}`, () => {
      assert.equal(isCertificate(text), false);
    });
  }

  it("may end with or without a newline", () => {
    assert.deepEqual([CLIENT_CA, CLIENT_CA.trimEnd()].map(isCertificate), [true, true]);
  });

  it("is separated from the next one in a bundle", () => {
    assert.equal(bundle([CLIENT_CA.trimEnd(), SERVER_CA]), CLIENT_CA + SERVER_CA);
  });

  it("has the fingerprint that openssl prints", () => {
    assert.match(certificateFingerprint(CLIENT_CA), /^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
  });
});
