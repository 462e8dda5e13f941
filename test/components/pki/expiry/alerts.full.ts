// The alerts before a certificate expires, in promtool's rule tests.
import * as assert from "node:assert/strict";
import { certificateRules } from "../../../../components/pki/expiry/alerts";
import { edgeCertificateEnd } from "../../../../components/pki/certificates/cert-manager";
import { certificateEndRules, CERTIFICATE_END } from "../../../../components/pki/expiry/metrics";
import {
  withEndDate,
  type CertificateExpiry,
  type CertificateSource,
} from "../../../../components/pki/expiry/end-dates";
import { runRuleTests } from "../../../support/promtool";

const DAY = 24;
/** A rule test begins at 1970: hours after that. */
const LIFE = 200 * DAY;
const ENDS = new Date(LIFE * 3_600_000).toISOString();

interface Case {
  readonly what: string;
  readonly kind: CertificateSource;
  /** Hours before the end at which each begins. */
  readonly soon: number;
  readonly verySoon: number;
}

const leaf = (days: number): CertificateSource => ({ source: "leaf", leafHours: days * DAY });

const CASES: readonly Case[] = [
  { what: "a leaf of 90 days", kind: leaf(90), soon: 30 * DAY, verySoon: 7 * DAY },
  { what: "a leaf of 21 days", kind: leaf(21), soon: 7 * DAY, verySoon: 42 },
  { what: "a leaf of 6 days", kind: leaf(6), soon: 2 * DAY, verySoon: 12 },
  { what: "a CA", kind: { source: "ca" }, soon: 120 * DAY, verySoon: 30 * DAY },
  {
    what: "a CA from the configuration",
    kind: { source: "supplied" },
    soon: 30 * DAY,
    verySoon: 7 * DAY,
  },
];

const rulesOf = (ending: CertificateExpiry, kind: CertificateSource) =>
  certificateRules({ cluster: "hub" }, [{ ...ending, kind }]);

/** What fires so many hours before the end. */
function at(rules: ReturnType<typeof rulesOf>, hours: number, fires: readonly boolean[]) {
  const alerts = rules.groups.flatMap((group) => group.rules);
  return alerts.map(({ alert, labels, annotations }, i) => ({
    eval_time: `${String((LIFE - hours) * 60)}m`,
    alertname: alert,
    exp_alerts: fires[i] === true ? [{ exp_labels: labels, exp_annotations: annotations }] : [],
  }));
}

const tested = (rules: { readonly groups: readonly object[] }, test: object) =>
  runRuleTests([{ rules, evaluationInterval: "1h", tests: [{ interval: "1h", ...test }] }]);

describe("the alerts before a certificate expires, in Prometheus", () => {
  for (const { what, kind, soon, verySoon } of CASES) {
    const rules = rulesOf(withEndDate("client/paris", ENDS), kind);

    it(`on ${what} fire from ${String(soon)} and ${String(verySoon)} hours before it expires, and still afterwards`, () => {
      const { status, stdout, stderr } = tested(rules, {
        alert_rule_test: [
          ...at(rules, soon + 2, [false, false]),
          ...at(rules, soon - 2, [true, false]),
          ...at(rules, verySoon + 2, [true, false]),
          ...at(rules, verySoon - 2, [true, true]),
          ...at(rules, -24, [true, true]),
        ],
      });
      assert.equal(status, 0, stdout + stderr);
    });

    it(`on ${what} fail this test if they fire early or late`, () => {
      const early = { alert_rule_test: at(rules, soon + 2, [true, false]) };
      assert.notEqual(tested(rules, early).status, 0);
      const late = { alert_rule_test: at(rules, verySoon - 2, [true, false]) };
      assert.notEqual(tested(rules, late).status, 0);
    });
  }

  const edge = { certificate: "server", end: edgeCertificateEnd("thanos") };
  const metric = "certmanager_certificate_expiration_timestamp_seconds";
  const own = 'name="thanos-server-tls"';
  /** As a scrape of cert-manager's pod tells it, with its own labels and with those of the pod. */
  const told = [
    `${metric}{${own},namespace="thanos",pod="cert-manager-0"}`,
    `${metric}{${own},exported_namespace="thanos",namespace="cert-manager",pod="cert-manager-0"}`,
  ];

  for (const series of told) {
    it(`on a certificate of cert-manager are silent until its renewal is late: ${series}`, () => {
      const rules = rulesOf(edge, { source: "renewed", leafHours: 90 * DAY });
      const values = `${String(LIFE * 3600)}x${String(LIFE)}`;
      const other = `${metric}{name="another",namespace="thanos",exported_namespace="thanos"}`;
      const { status, stdout, stderr } = tested(rules, {
        input_series: [
          { series, values },
          { series: other, values: `0x${String(LIFE)}` },
        ],
        alert_rule_test: [
          ...at(rules, 15 * DAY + 2, [false, false]),
          ...at(rules, 15 * DAY - 2, [true, false]),
          ...at(rules, 7 * DAY - 2, [true, true]),
        ],
      });
      assert.equal(status, 0, stdout + stderr);
    });
  }

  it("are silent on a certificate whose metric is not scraped, and the certificate has no end date", () => {
    const rules = rulesOf(edge, { source: "renewed", leafHours: 90 * DAY });
    const all = { groups: [...rules.groups, ...certificateEndRules([edge]).groups] };
    const { status, stdout, stderr } = tested(all, {
      alert_rule_test: at(rules, 1, [false, false]),
      promql_expr_test: [{ expr: CERTIFICATE_END, eval_time: "10h", exp_samples: [] }],
    });
    assert.equal(status, 0, stdout + stderr);
  });

  it("take the end date of cert-manager's certificate from its metric", () => {
    const { status, stdout, stderr } = tested(certificateEndRules([edge]), {
      input_series: [{ series: told[0], values: "1234567x10" }],
      promql_expr_test: [
        {
          ...{ expr: CERTIFICATE_END, eval_time: "10h" },
          exp_samples: [{ labels: `${CERTIFICATE_END}{certificate="server"}`, value: 1_234_567 }],
        },
      ],
    });
    assert.equal(status, 0, stdout + stderr);
  });
});
