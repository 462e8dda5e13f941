// Settings and key usages of certificates, cert-manager's Certificate, and the alerts before a certificate expires.
import * as assert from "node:assert/strict";
import { certificates } from "../../../components/pki/config";
import { CLIENT_CA, OTHER_CA } from "../../../tools/render/certificates";
import { certificateAlerts } from "../../../components/pki/expiry/alerts";
import { edgeCertificate } from "../../../components/pki/certificates/cert-manager";
import { USES, certificateSettings, renewalWindow } from "../../../components/pki/spec";
import { endSeconds, type CertificateSource } from "../../../components/pki/expiry/end-dates";
import { certificateEndRule } from "../../../components/pki/expiry/metrics";
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

const CERTIFICATE = "thanos_fleet:certificate_end_timestamp:seconds";

describe("the metric of end dates", () => {
  const leaf = { source: "leaf", leafHours: 90 * 24 } as const;

  it("is one rule for all certificates of a kind, with their ends in unix seconds", () => {
    const { record, expr, labels } = certificateEndRule("thanos", "ca", [
      { certificate: "clientCa/paris/1", kind: { source: "ca" }, end: 1938076215 },
      { certificate: "clientCa/lyon/1", kind: { source: "ca" }, end: 1938076216 },
    ]);
    assert.deepEqual([record, labels], [CERTIFICATE, { namespace: "thanos", kind: "ca" }]);
    assert.equal(
      expr,
      '(label_replace(vector(1938076215),"certificate","clientCa/paris/1","","") or label_replace(vector(1938076216),"certificate","clientCa/lyon/1","",""))',
    );
  });

  it("has the life of a leaf, which is shorter than usual near the end of its CA", () => {
    const { expr } = certificateEndRule("thanos", "leaf", [
      { certificate: "a", kind: leaf, end: 1 },
      { certificate: "b", kind: { ...leaf, leafHours: 48 }, end: 2 },
    ]);
    assert.equal(
      expr,
      'label_replace(label_replace(vector(1),"certificate","a","",""),"lifetime","2160h","","") or label_replace(label_replace(vector(2),"certificate","b","",""),"lifetime","48h","","")',
    );
  });

  it("has unix seconds, whatever the time zone of the end date", () => {
    assert.equal(endSeconds("2027-01-01T00:00:00Z"), 1798761600);
    assert.equal(endSeconds("2031-06-01T12:30:15+02:00"), 1938076215);
  });
});

describe("the alerts before a certificate expires", () => {
  const rulesOf = (...kinds: CertificateSource[]) =>
    certificateAlerts({ cluster: "hub", namespace: "thanos" }, kinds).groups.flatMap(
      (group) => group.rules,
    );
  const leaf = { source: "leaf", leafHours: 90 * 24 } as const;
  const rules = rulesOf(leaf, { source: "ca" });

  it("are two for all certificates, with the thresholds of each kind", () => {
    const ends = (kind: string, before: number) =>
      `${CERTIFICATE}{${kind},namespace="thanos"} - time() < ${String(before)}`;
    const [ofLeaf, ofCa] = ['kind="leaf",lifetime="2160h"', 'kind="ca"'];
    assert.deepEqual(
      rules.map(({ alert, expr, labels }) => [alert, expr, labels["severity"]]),
      [
        [
          "ThanosFleetCertificateEndsSoon",
          `min by (certificate,kind) (${ends(ofLeaf, 2592000)} or ${ends(ofCa, 10368000)})`,
          "warning",
        ],
        [
          "ThanosFleetCertificateEndsVerySoon",
          `min by (certificate,kind) (${ends(ofLeaf, 604800)} or ${ends(ofCa, 2592000)})`,
          "critical",
        ],
      ],
    );
  });

  it("link to their runbooks", () => {
    assert.equal(
      rules[0]?.annotations["runbook"],
      "docs/runbooks.md#thanosfleetcertificateendssoon",
    );
  });

  /** Hours before the end at which both begin. */
  const begins = (kind: CertificateSource) =>
    rulesOf(kind).map(({ expr }) => Number(/(\d+)\)$/.exec(expr)?.[1]) / 3600);

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

  it("on a CA from the configuration fire 30 and 7 days before it expires", () => {
    assert.deepEqual(begins({ source: "supplied" }), [30 * 24, 7 * 24]);
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
