// The alerts before a certificate expires, in promtool's rule tests.
import * as assert from "node:assert/strict";
import { certificateAlerts } from "../../../../components/pki/expiry/alerts";
import { edgeCertificateEnd } from "../../../../components/pki/certificates/cert-manager";
import { certificateEndRule, CERTIFICATE_END } from "../../../../components/pki/expiry/metrics";
import type {
  CertificateSource,
  ExpiringCertificate,
} from "../../../../components/pki/expiry/end-dates";
import { runRuleTests } from "../../../support/promtool";

const DAY = 24;
/** A rule test begins at 1970: hours after that. */
const LIFE = 200 * DAY;
const END = LIFE * 3600;
const [SOON, VERY_SOON] = ["ThanosFleetCertificateEndsSoon", "ThanosFleetCertificateEndsVerySoon"];

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

const place = { cluster: "hub", namespace: "thanos" };

/** All rules of a stack with these certificates, in one group: promtool evaluates groups in any order. */
function rulesOf(...expiring: readonly ExpiringCertificate[]) {
  const kinds = expiring.map(({ kind }) => kind);
  const ends = [...new Set(kinds.map(({ source }) => source))].map((source) =>
    certificateEndRule(
      "thanos",
      source,
      expiring.filter(({ kind }) => kind.source === source),
    ),
  );
  const alerts = certificateAlerts(place, kinds).groups.flatMap(({ rules }) => rules);
  return { groups: [{ name: "certificates", rules: [...ends, ...alerts] }] };
}

/** What fires so many hours before the end. */
const at = (certificate: string, kind: string, hours: number, fires: readonly boolean[]) =>
  [SOON, VERY_SOON].map((alert, i) => {
    const labels = `alertname="${alert}",alertstate="firing",certificate="${certificate}",cluster="hub",kind="${kind}"`;
    return {
      expr: `ALERTS{alertname="${alert}",alertstate="firing"}`,
      eval_time: `${String((LIFE - hours) * 60)}m`,
      exp_samples:
        fires[i] === true
          ? [
              {
                labels: `ALERTS{${labels},severity="${i === 0 ? "warning" : "critical"}"}`,
                value: 1,
              },
            ]
          : [],
    };
  });

const tested = (rules: { readonly groups: readonly object[] }, test: object) =>
  runRuleTests([{ rules, evaluationInterval: "1h", tests: [{ interval: "1h", ...test }] }]);

describe("the alerts before a certificate expires, in Prometheus", () => {
  for (const { what, kind, soon, verySoon } of CASES) {
    // Beside certificates of every other kind that end later.
    const others = CASES.filter((other) => other.kind !== kind).map((other, i) => ({
      ...{ certificate: `other-${String(i)}`, kind: other.kind, end: END * 10 },
    }));
    const rules = rulesOf({ certificate: "client/paris", kind, end: END }, ...others);
    const fires = (hours: number, ...which: readonly boolean[]) =>
      at("client/paris", kind.source, hours, which);

    it(`on ${what} fire from ${String(soon)} and ${String(verySoon)} hours before it expires, and still afterwards`, () => {
      const { status, stdout, stderr } = tested(rules, {
        promql_expr_test: [
          ...fires(soon + 2, false, false),
          ...fires(soon - 2, true, false),
          ...fires(verySoon + 2, true, false),
          ...fires(verySoon - 2, true, true),
          ...fires(-24, true, true),
        ],
      });
      assert.equal(status, 0, stdout + stderr);
    });
  }

  it("fail these tests if they fire early or late", () => {
    const rules = rulesOf({ certificate: "client/paris", kind: leaf(90), end: END });
    const fires = (hours: number) => ({
      promql_expr_test: at("client/paris", "leaf", hours, [true, false]),
    });
    assert.equal(tested(rules, fires(30 * DAY - 2)).status, 0);
    assert.notEqual(tested(rules, fires(30 * DAY + 2)).status, 0);
    assert.notEqual(tested(rules, fires(7 * DAY - 2)).status, 0);
  });

  it("say which certificate ends when, and what to do about its kind", () => {
    const rules = rulesOf(
      { certificate: "client/paris", kind: leaf(90), end: END },
      { certificate: "clientCa/paris/1", kind: { source: "ca" }, end: END },
    );
    const alert = (labels: object, summary: string, description: string) => ({
      exp_labels: { severity: "critical", cluster: "hub", ...labels },
      exp_annotations: {
        ...{ summary, description },
        runbook: "docs/runbooks.md#thanosfleetcertificateendsverysoon",
      },
    });
    const firing = (hours: number, ends: string) => ({
      eval_time: `${String((LIFE - hours) * 60)}m`,
      alertname: VERY_SOON,
      exp_alerts: [
        alert(
          { certificate: "client/paris", kind: "leaf" },
          `The certificate client/paris ${ends}, and was due for renewal long ago.`,
          "Run `pulumi up` on the stack of hub, which renews it; if that fails, see why.",
        ),
        alert(
          { certificate: "clientCa/paris/1", kind: "ca" },
          `The CA clientCa/paris/1 ${ends}.`,
          "No `pulumi up` renews it: rotate it, which takes several steps.",
        ),
      ],
    });
    const { status, stdout, stderr } = tested(rules, {
      alert_rule_test: [firing(30, "expires in 1d 6h 0m 0s"), firing(-30, "has expired")],
    });
    assert.equal(status, 0, stdout + stderr);
  });

  it("on a stack's certificates are silent about those of another stack in the same cluster", () => {
    const ending = { certificate: "server", kind: leaf(90), end: END };
    const end = certificateEndRule("other", "leaf", [ending]);
    const alerts = certificateAlerts(place, [leaf(90)]).groups.flatMap(({ rules }) => rules);
    const { status, stdout, stderr } = tested(
      { groups: [{ name: "certificates", rules: [end, ...alerts] }] },
      { promql_expr_test: at("server", "leaf", 2, [false, false]) },
    );
    assert.equal(status, 0, stdout + stderr);
  });

  const edge = {
    certificate: "server",
    kind: { source: "renewed", leafHours: 90 * DAY },
    end: edgeCertificateEnd("thanos"),
  } as const;
  const metric = "certmanager_certificate_expiration_timestamp_seconds";
  const own = 'name="thanos-server-tls"';
  /** As a scrape of cert-manager's pod tells it, with its own labels and with those of the pod. */
  const told = [
    `${metric}{${own},namespace="thanos",pod="cert-manager-0"}`,
    `${metric}{${own},exported_namespace="thanos",namespace="cert-manager",pod="cert-manager-0"}`,
  ];

  for (const series of told) {
    it(`on a certificate of cert-manager are silent until its renewal is late: ${series}`, () => {
      const rules = rulesOf(edge);
      const values = `${String(LIFE * 3600)}x${String(LIFE)}`;
      const other = `${metric}{name="another",namespace="thanos",exported_namespace="thanos"}`;
      const { status, stdout, stderr } = tested(rules, {
        input_series: [
          { series, values },
          { series: other, values: `0x${String(LIFE)}` },
        ],
        promql_expr_test: [
          ...at("server", "renewed", 15 * DAY + 2, [false, false]),
          ...at("server", "renewed", 15 * DAY - 2, [true, false]),
          ...at("server", "renewed", 7 * DAY - 2, [true, true]),
        ],
      });
      assert.equal(status, 0, stdout + stderr);
    });
  }

  it("are silent on a certificate whose metric is not scraped, and the certificate has no end date", () => {
    const { status, stdout, stderr } = tested(rulesOf(edge), {
      promql_expr_test: [
        ...at("server", "renewed", 1, [false, false]),
        { expr: CERTIFICATE_END, eval_time: "10h", exp_samples: [] },
      ],
    });
    assert.equal(status, 0, stdout + stderr);
  });

  it("take the end date of cert-manager's certificate from its metric", () => {
    const { status, stdout, stderr } = tested(rulesOf(edge), {
      input_series: [{ series: told[0], values: "1234567x10" }],
      promql_expr_test: [
        {
          ...{ expr: CERTIFICATE_END, eval_time: "10h" },
          exp_samples: [
            {
              labels: `${CERTIFICATE_END}{certificate="server",kind="renewed",lifetime="2160h",namespace="thanos"}`,
              value: 1_234_567,
            },
          ],
        },
      ],
    });
    assert.equal(status, 0, stdout + stderr);
  });
});
