// Lives, keys and uses of certificates, what cert-manager is asked for, and the alerts before an end.
import * as assert from "node:assert/strict";
import { certificates } from "../../specs/config/certificates";
import { certificateRules } from "../../specs/pki/alerts";
import { edgeCertificate } from "../../specs/pki/cert-manager";
import { USES, certificateSettings } from "../../specs/pki/certificates";

const DAYS = { curve: "P256", leafDays: 90, caDays: 1825 } as const;

describe("the lives of certificates", () => {
  it("are 90 days for a leaf, due in the last third, and five years for a CA", () => {
    assert.deepEqual(certificateSettings(certificates.parse(undefined), false), {
      curve: "P256",
      leafHours: 90 * 24,
      renewHours: 30 * 24,
      caHours: 5 * 365 * 24,
    });
  });

  it("of every leaf are due for renewal at two thirds", () => {
    for (let leafDays = 1; leafDays <= 90; leafDays++) {
      const { leafHours, renewHours } = certificateSettings({ ...DAYS, leafDays }, false);
      assert.equal(renewHours, leafHours / 3);
    }
  });

  it("make a leaf due at every `up` where a test says so", () => {
    const { leafHours, renewHours } = certificateSettings(DAYS, true);
    assert.equal(renewHours, leafHours);
  });

  it("of a leaf end before those of a CA that is as old, whatever is configured", () => {
    const longest = certificates.parse({ leafDays: 90, caDays: 365 });
    assert.ok(longest.leafDays < longest.caDays);
    for (const beyond of [{ leafDays: 91 }, { leafDays: 0 }, { caDays: 364 }, { caDays: 3651 }]) {
      assert.equal(certificates.safeParse(beyond).success, false, JSON.stringify(beyond));
    }
  });

  it("come with the keys P-256 or P-384", () => {
    assert.equal(certificates.parse({ curve: "P384" }).curve, "P384");
    for (const curve of ["P224", "P521", "RSA", "p256"]) {
      assert.equal(certificates.safeParse({ curve }).success, false, curve);
    }
  });
});

describe("a leaf's uses", () => {
  it("are one end of a connection, and no signing", () => {
    assert.deepEqual(USES, {
      client: ["digital_signature", "client_auth"],
      server: ["digital_signature", "server_auth"],
    });
  });
});

describe("what cert-manager is asked for", () => {
  const asked = (curve: "P256" | "P384") =>
    edgeCertificate(
      "thanos",
      "paris.observee.internal",
      { name: "corporate", kind: "ClusterIssuer" },
      certificateSettings({ ...DAYS, curve }, false),
    );

  it("is a certificate for the server name, of the issuer that was named", () => {
    const { dnsNames, issuerRef, secretName, usages } = asked("P256").spec;
    assert.deepEqual(dnsNames, ["paris.observee.internal"]);
    assert.deepEqual(issuerRef, {
      name: "corporate",
      kind: "ClusterIssuer",
      group: "cert-manager.io",
    });
    assert.equal(secretName, "thanos-server-tls");
    assert.deepEqual(usages, ["digital signature", "server auth"]);
  });

  it("has the life and the key that are configured, and a new key each time", () => {
    const { duration, renewBefore, privateKey } = asked("P384").spec;
    assert.deepEqual([duration, renewBefore], ["2160h", "720h"]);
    assert.deepEqual(privateKey, { algorithm: "ECDSA", size: 384, rotationPolicy: "Always" });
    assert.equal(asked("P256").spec.privateKey.size, 256);
  });

  it("is waited for until it is there", () => {
    assert.deepEqual(asked("P256").metadata.annotations, {
      "pulumi.com/waitFor": "condition=Ready",
    });
  });
});

describe("the alerts before an end", () => {
  const rules = certificateRules([
    { certificate: "client/paris", ends: "2027-01-01T00:00:00Z" },
    { certificate: "clientCa/paris/1", ends: "2031-06-01T12:30:15+02:00" },
  ]).groups.flatMap((group) => group.rules);

  it("are two for each certificate: 30 and 7 days before, in unix seconds", () => {
    assert.deepEqual(
      rules.map(({ alert, expr, labels }) => [alert, expr, labels.severity, labels.certificate]),
      [
        [
          "ThanosFleetCertificateEndsSoon",
          "vector(1798761600) - time() < 2592000",
          "warning",
          "client/paris",
        ],
        [
          "ThanosFleetCertificateEndsVerySoon",
          "vector(1798761600) - time() < 604800",
          "critical",
          "client/paris",
        ],
        [
          "ThanosFleetCertificateEndsSoon",
          "vector(1938076215) - time() < 2592000",
          "warning",
          "clientCa/paris/1",
        ],
        [
          "ThanosFleetCertificateEndsVerySoon",
          "vector(1938076215) - time() < 604800",
          "critical",
          "clientCa/paris/1",
        ],
      ],
    );
  });

  it("say which certificate, when it ends and what to run", () => {
    assert.deepEqual(rules[0]?.annotations, {
      summary: "The certificate client/paris ends in less than 30 days.",
      description:
        "It ends at 2027-01-01T00:00:00Z. Run `pulumi up` on this stack; a certificate authority is rotated instead.",
    });
  });
});
