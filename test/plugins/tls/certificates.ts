// What stands in the certificates: names, extensions in their order, and how keys are named.
import * as assert from "node:assert/strict";
import * as crypto from "node:crypto";
import "reflect-metadata"; // the X.509 library asks for it
import * as x509 from "@peculiar/x509";
import { type Values } from "../../../lab/plugins/protocol/values";
import { type Held } from "../client";
import { type Bench } from "./bench";

const names: Record<string, string> = {
  "2.5.29.14": "key id",
  "2.5.29.15": "uses",
  "2.5.29.17": "names",
  "2.5.29.19": "CA",
  "2.5.29.35": "issuer's key id",
  "2.5.29.37": "extended uses",
};

const parsed = (held: Held) => new x509.X509Certificate(String(held.outputs["certPem"]));
const extensions = (held: Held) =>
  [...parsed(held).extensions].map(({ type, critical }) => names[type] + (critical ? " !" : ""));
const keyId = (held: Held) => parsed(held).getExtension(x509.SubjectKeyIdentifierExtension)?.keyId;

export function testCertificates(bench: Bench): void {
  const ca = (change: Values) => bench.make("ca", { ...bench.of("ca").inputs, ...change });
  const leaf = (change: Values) => bench.make("leaf", { ...bench.of("leaf").inputs, ...change });

  it("name their subject in this order", async () => {
    const subject = {
      ...{ commonName: "CN", organization: "O", organizationalUnit: "OU", country: "DE" },
      ...{ locality: "L", province: "ST", streetAddresses: ["S"], postalCode: "PC" },
      serialNumber: "SN",
    };
    const made = new crypto.X509Certificate(String((await ca({ subject })).outputs["certPem"]));
    assert.equal(
      made.subject,
      "C=DE\nST=ST\nL=L\nstreet=S\npostalCode=PC\nO=O\nOU=OU\nCN=CN\nserialNumber=SN",
    );
  });

  it("of a CA say that it is one, and what its key is called", async () => {
    assert.deepEqual(extensions(bench.of("ca")), ["uses !", "CA !", "key id"]);
    const full = await ca({
      ...{ setSubjectKeyId: true, setAuthorityKeyId: true, dnsNames: ["a"] },
      allowedUses: ["cert_signing", "any_extended"],
    });
    const all = ["uses !", "extended uses", "CA !", "key id", "issuer's key id", "names"];
    assert.deepEqual(extensions(full), all);
  });

  it("of a leaf name the key that signed it, and carry the request's names", async () => {
    const few = ["extended uses", "CA !", "issuer's key id", "names"];
    assert.deepEqual(extensions(bench.of("leaf")), few);
    const issuer = parsed(bench.of("leaf")).getExtension(x509.AuthorityKeyIdentifierExtension);
    assert.equal(issuer?.keyId, keyId(bench.of("ca")));
    const named = ["extended uses", "CA !", "key id", "issuer's key id", "names"];
    assert.deepEqual(extensions(await leaf({ setSubjectKeyId: true })), named);
  });

  it("have critical names where they have no subject", async () => {
    const { privateKeyPem = "" } = bench.of("key").outputs;
    const request = await bench.make("request", { privateKeyPem, dnsNames: ["a.example"] });
    const made = await leaf({ certRequestPem: request.outputs["certRequestPem"] ?? "" });
    assert.deepEqual(extensions(made).at(-1), "names !");
    assert.equal(parsed(made).subject, "");
  });

  for (const [asked, written] of [
    [-1, undefined],
    [0, undefined],
    [1, 1],
  ] as const) {
    it(`of a CA with a path of ${String(asked)} have ${written ? "that" : "no"} limit`, async () => {
      const made = parsed(await ca({ maxPathLength: asked }));
      assert.equal(made.getExtension(x509.BasicConstraintsExtension)?.pathLength, written);
    });
  }

  for (const algorithm of ["ECDSA", "ED25519"]) {
    it(`call a key of ${algorithm} by its hash`, async () => {
      const key = await bench.make("key", { algorithm, ecdsaCurve: "P384" });
      const spki = crypto
        .createPublicKey(String(key.outputs["publicKeyPem"]))
        .export({ type: "spki", format: "der" });
      const bits = { ECDSA: spki.subarray(-97), ED25519: spki.subarray(-32) }[algorithm];
      assert.ok(bits);
      // The official plugin hashes this one as the octet string that Go marshals it to.
      const hashed = algorithm === "ED25519" ? Buffer.concat([Buffer.from([4, 32]), bits]) : bits;
      const made = await ca({ privateKeyPem: key.outputs["privateKeyPem"] ?? "" });
      assert.equal(keyId(made), crypto.createHash("sha1").update(hashed).digest("hex"));
      assert.equal(made.outputs["keyAlgorithm"], algorithm);
    });
  }

  it("are called by their serial number, and begin when they were made", () => {
    const made = parsed(bench.of("leaf"));
    assert.equal(BigInt(`0x${made.serialNumber}`).toString(), bench.of("leaf").id);
    const { validityStartTime, validityEndTime } = bench.of("leaf").outputs;
    const seconds = (time: unknown) => Math.floor(Date.parse(String(time)) / 1000);
    assert.equal(made.notBefore.getTime() / 1000, seconds(validityStartTime));
    assert.equal(made.notAfter.getTime() / 1000, seconds(validityEndTime));
    assert.equal(seconds(validityEndTime) - seconds(validityStartTime), 24 * 3600);
  });
}
