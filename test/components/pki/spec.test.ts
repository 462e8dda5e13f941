// Settings and key usages of certificates, cert-manager's Certificate, and the alerts before a certificate expires.
import * as assert from "node:assert/strict";
import { certificates } from "../../../components/pki/config";
import { CLIENT_CA, OTHER_CA } from "../../../tools/render/certificates";
import { certificateRules, type ExpiringCertificate } from "../../../components/pki/expiry/alerts";
import { edgeCertificate } from "../../../components/pki/certificates/cert-manager";
import { USES, certificateSettings, renewalWindow } from "../../../components/pki/spec";
import { withEndDate } from "../../../components/pki/expiry/end-dates";
import { suppliedCertificates } from "../../../components/pki/expiry/supplied-cas";

const DAYS = { curve: "P256", leafDays: 90, caDays: 1825 } as const;

describe("the settings of certificates", () => {
  it("default to 90 days for a leaf, due for renewal in its last third, and five years for a CA", () => {
    assert.deepEqual(certificateSettings(certificates.parse(undefined), false), {
      curve: "P256",
      leafHours: 90 * 24,
      renewHours: 30 * 24,
      caHours: 5 * 365 * 24,
    });
  });

  it("make every leaf due for renewal in its last third", () => {
    for (let leafDays = 1; leafDays <= 90; leafDays++) {
      const { leafHours, renewHours } = certificateSettings({ ...DAYS, leafDays }, false);
      assert.equal(renewHours, leafHours / 3);
    }
  });

  it("make a leaf due for renewal at every `up` if a test sets alwaysRenew", () => {
    const { leafHours, renewHours } = certificateSettings(DAYS, true);
    assert.equal(renewHours, leafHours);
  });

  it("allow no leaf that lives as long as a CA", () => {
    const longest = certificates.parse({ leafDays: 90, caDays: 365 });
    assert.ok(longest.leafDays < longest.caDays);
    for (const beyond of [{ leafDays: 91 }, { leafDays: 0 }, { caDays: 364 }, { caDays: 3651 }]) {
      assert.equal(certificates.safeParse(beyond).success, false, JSON.stringify(beyond));
    }
  });

  it("allow only the curves P-256 and P-384", () => {
    assert.equal(certificates.parse({ curve: "P384" }).curve, "P384");
    for (const curve of ["P224", "P521", "RSA", "p256"]) {
      assert.equal(certificates.safeParse({ curve }).success, false, curve);
    }
  });
});

describe("the key usages of a leaf", () => {
  it("allow one end of a TLS connection, and no signing of certificates", () => {
    assert.deepEqual(USES, {
      client: ["digital_signature", "client_auth"],
      server: ["digital_signature", "server_auth"],
    });
  });
});

describe("cert-manager's Certificate", () => {
  const asked = (curve: "P256" | "P384") =>
    edgeCertificate(
      "thanos",
      "paris.observee.internal",
      { name: "corporate", kind: "ClusterIssuer" },
      certificateSettings({ ...DAYS, curve }, false),
    );

  it("has the server name and the configured issuer", () => {
    const { dnsNames, issuerRef, secretName, usages } = asked("P256").spec;
    assert.deepEqual(dnsNames, ["paris.observee.internal"]);
    assert.deepEqual(issuerRef, {
      name: "corporate",
      kind: "ClusterIssuer",
      group: "cert-manager.io",
    });
    assert.equal(secretName, "thanos-server-tls-cert-manager");
    assert.deepEqual(usages, ["digital signature", "server auth"]);
  });

  it("has the configured life and curve, and a new key at each renewal", () => {
    const { duration, renewBefore, privateKey } = asked("P384").spec;
    assert.deepEqual([duration, renewBefore], ["2160h", "720h"]);
    assert.deepEqual(privateKey, { algorithm: "ECDSA", size: 384, rotationPolicy: "Always" });
    assert.equal(asked("P256").spec.privateKey.size, 256);
  });

  it("makes Pulumi wait until it is ready", () => {
    assert.deepEqual(asked("P256").metadata.annotations, {
      "pulumi.com/waitFor": "condition=Ready",
    });
  });
});

describe("the alerts before a certificate expires", () => {
  const leaf = withEndDate("client/paris", "2027-01-01T00:00:00Z");
  const ca = withEndDate("clientCa/paris/1", "2031-06-01T12:30:15+02:00");
  const rulesOf = (...endings: ExpiringCertificate[]) =>
    certificateRules({ cluster: "hub" }, endings).groups.flatMap((group) => group.rules);
  const rules = rulesOf(
    { ...leaf, kind: { source: "leaf", leafHours: 90 * 24 } },
    { ...ca, kind: { source: "ca" } },
  );

  it("are two for each certificate, with the end date in unix seconds", () => {
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
          "vector(1938076215) - time() < 10368000",
          "warning",
          "clientCa/paris/1",
        ],
        [
          "ThanosFleetCertificateEndsVerySoon",
          "vector(1938076215) - time() < 2592000",
          "critical",
          "clientCa/paris/1",
        ],
      ],
    );
  });

  it("name the certificate, its end date and what to do", () => {
    assert.deepEqual(
      rules.map(({ annotations }) => [annotations["summary"], annotations["description"]]),
      [
        [
          "The certificate client/paris is due for renewal.",
          "It expires at 2027-01-01T00:00:00Z. Run `pulumi up` on this stack, which renews it.",
        ],
        [
          "The certificate client/paris expires in less than 7 days, and was due for renewal long ago.",
          "It expires at 2027-01-01T00:00:00Z. Run `pulumi up` on this stack, which renews it; if that fails, see why.",
        ],
        [
          "The CA clientCa/paris/1 expires in less than 120 days.",
          "It expires at 2031-06-01T12:30:15+02:00. No `pulumi up` renews it: rotate it, which takes several steps.",
        ],
        [
          "The CA clientCa/paris/1 expires in less than 30 days.",
          "It expires at 2031-06-01T12:30:15+02:00. No `pulumi up` renews it: rotate it, which takes several steps.",
        ],
      ],
    );
    assert.equal(
      rules[0]?.annotations["runbook"],
      "docs/runbooks.md#thanosfleetcertificateendssoon",
    );
  });

  /** Hours before the end at which both begin. */
  const begins = (kind: ExpiringCertificate["kind"]) =>
    rulesOf({ ...leaf, kind }).map(({ expr }) => Number(/\d+$/.exec(expr)?.[0]) / 3600);

  for (const [leafDays, warning, critical] of [
    [90, 720, 168],
    [60, 480, 120],
    [30, 240, 60],
    [7, 56, 14],
    [1, 8, 2],
  ] as const) {
    it(`on a leaf of ${String(leafDays)} days fire ${String(warning)} and ${String(critical)} hours before it expires`, () => {
      assert.deepEqual(begins({ source: "leaf", leafHours: leafDays * 24 }), [warning, critical]);
    });
  }

  it("on a leaf never fire before it is due for renewal", () => {
    for (let leafHours = 1; leafHours <= 90 * 24; leafHours++) {
      const [warning = 0, critical = 0] = begins({ source: "leaf", leafHours });
      assert.ok(critical < warning && warning <= renewalWindow(leafHours), String(leafHours));
    }
  });

  it("on a CA fire before it shortens the life of a leaf, whatever that is", () => {
    const [warning = 0, critical = 0] = begins({ source: "ca" });
    assert.ok(warning > certificates.parse({ leafDays: 90 }).leafDays * 24);
    assert.ok(critical < warning);
  });

  it("on a CA from the configuration name the key to change", () => {
    const given = withEndDate("serverCertificate.caPem/1", "2027-01-01T00:00:00Z");
    assert.deepEqual(begins({ source: "supplied" }), [30 * 24, 7 * 24]);
    assert.deepEqual(
      rulesOf({ ...given, kind: { source: "supplied" } })[0]?.annotations["summary"],
      [
        "The CA certificate serverCertificate.caPem/1 of the configuration expires in less than 30 days.",
      ].join(),
    );
  });

  it("on a certificate of cert-manager fire once half of its renewal window is over", () => {
    assert.deepEqual(begins({ source: "renewed", leafHours: 90 * 24 }), [15 * 24, 7 * 24]);
    assert.deepEqual(begins({ source: "renewed", leafHours: 24 }), [4, 2]);
  });
});

describe("the end dates of CAs from the configuration", () => {
  it("are listed by the path and number of the CA", () => {
    assert.deepEqual(suppliedCertificates("a.caPem", CLIENT_CA + OTHER_CA), {
      "a.caPem/1": { ends: "2126-10-28T07:08:56Z", kind: { source: "supplied" } },
      "a.caPem/2": { ends: "2126-10-28T07:08:56Z", kind: { source: "supplied" } },
    });
    assert.deepEqual(suppliedCertificates("a.caPem", undefined), {});
  });
});
