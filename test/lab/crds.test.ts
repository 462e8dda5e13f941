// Every custom resource of the program is valid by its CRDs: those of the lab's operator, and the newest ones.
import * as assert from "node:assert/strict";
import { edgeCertificate } from "../../components/pki/certificates/cert-manager";
import { certificateSettings } from "../../components/pki/spec";
import { versions } from "../../lab/versions";
import { ALL_STACKS, stack } from "../support/fleet";
import { budget } from "./support/budget";
import {
  certManager,
  crdsOf,
  envoyGateway,
  gatewayApi,
  prometheusOperator,
  traefik,
} from "./support/crds";

/** The newest release when this was written. */
const NEWEST = "v0.93.1";

const API = "monitoring.coreos.com/v1";
const KINDS = ["Alertmanager", "Prometheus", "PrometheusRule", "ServiceMonitor"];

async function objects(): Promise<Readonly<Record<string, unknown>>[]> {
  const made: Readonly<Record<string, unknown>>[] = [];
  for (const name of ALL_STACKS) {
    const { resources } = await stack(name);
    made.push(
      ...resources
        .filter(({ type }) => type.startsWith("kubernetes:monitoring.coreos.com/"))
        .map(({ inputs }) => inputs),
    );
  }
  return made;
}

for (const version of [versions.prometheusOperator, NEWEST]) {
  describe(`the CRDs of prometheus-operator ${version}`, () => {
    budget(60);

    it("accept every object that the program creates", async () => {
      const checks = await crdsOf(prometheusOperator(version), KINDS);
      const made = await objects();
      assert.ok(made.length > 0);
      for (const object of made) {
        const kind = `${String(object["apiVersion"])}/${String(object["kind"])}`;
        const check = checks.get(kind);
        assert.ok(check !== undefined, `there is no CRD of ${kind}`);
        assert.ok(check(object), `${kind}: ${JSON.stringify(check.errors)}`);
      }
    });

    for (const [what, spec] of [
      ["a field that they do not know", { replicas: 1, scrapeIntervall: "15s" }],
      ["a value of another type", { replicas: "two" }],
    ] as const) {
      it(`reject ${what}`, async () => {
        const check = (await crdsOf(prometheusOperator(version), KINDS)).get(`${API}/Prometheus`);
        const prometheus = { apiVersion: API, kind: "Prometheus", metadata: {} };
        assert.equal(check?.({ ...prometheus, spec: { replicas: 1 } }), true);
        assert.equal(check({ ...prometheus, spec }), false);
      });
    }
  });
}

/** Kinds of the edges' resources, by API. */
async function edgeObjects(group: string): Promise<Readonly<Record<string, unknown>>[]> {
  const made: Readonly<Record<string, unknown>>[] = [];
  for (const name of ["traefik", "traefik-sidecar", "gateway", "gateway-given"]) {
    const { resources } = await stack(name);
    made.push(
      ...resources
        .map(({ inputs }) => inputs)
        .filter(({ apiVersion }) => String(apiVersion).startsWith(`${group}/`)),
    );
  }
  return made;
}

for (const [group, release, kinds, edge] of [
  [
    "traefik.io",
    traefik(versions.traefik),
    ["IngressRoute", "Middleware", "TLSOption"],
    { apiVersion: "traefik.io/v1alpha1", kind: "TLSOption", spec: { clientAuth: { type: "x" } } },
  ],
  [
    "gateway.networking.k8s.io",
    gatewayApi("v1.5.1"),
    ["GRPCRoute", "Gateway", "ReferenceGrant"],
    { apiVersion: "gateway.networking.k8s.io/v1", kind: "Gateway", spec: { frontend: {} } },
  ],
  [
    "gateway.envoyproxy.io",
    envoyGateway("v1.8.3"),
    ["BackendTrafficPolicy"],
    {
      apiVersion: "gateway.envoyproxy.io/v1alpha1",
      kind: "BackendTrafficPolicy",
      spec: { timeout: { http: { request: "0s" } } },
    },
  ],
] as const) {
  describe(`the CRDs of ${release.module} ${release.version}`, () => {
    budget(120);

    it("accept every edge of their kinds", async () => {
      const checks = await crdsOf(release, kinds);
      const made = await edgeObjects(group);
      assert.deepEqual([...new Set(made.map(({ kind }) => kind))].sort(), [...kinds].sort());
      for (const object of made) {
        const kind = `${String(object["apiVersion"])}/${String(object["kind"])}`;
        const check = checks.get(kind);
        assert.ok(check !== undefined, `there is no CRD of ${kind}`);
        assert.ok(check(object), `${kind}: ${JSON.stringify(check.errors)}`);
      }
    });

    it("reject an unknown field", async () => {
      const check = (await crdsOf(release, kinds)).get(`${edge.apiVersion}/${edge.kind}`);
      assert.equal(check?.({ ...edge, metadata: {} }), false);
    });
  });
}

describe("the CRDs of cert-manager", () => {
  budget(60);

  it("accept the edge's certificate", async () => {
    const issuer = { name: "letsencrypt", kind: "ClusterIssuer" } as const;
    const lives = certificateSettings({ curve: "P384", leafDays: 90, caDays: 1825 }, false);
    const certificate = edgeCertificate("thanos", "thanos.paris.example.com", issuer, lives);
    const check = (await crdsOf(certManager("v1.19.1"), ["Certificate"])).get(
      "cert-manager.io/v1/Certificate",
    );
    assert.ok(check !== undefined);
    assert.ok(check(certificate), JSON.stringify(check.errors));
    assert.equal(check({ ...certificate, spec: { ...certificate.spec, issuer } }), false);
  });
});
