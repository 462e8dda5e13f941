// Classes and an existing Gateway of edges and published parts: each must verify clients as the stack requires.
import * as assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { observerOutputs } from "../../tools/render/references";
import type { ExistingObjects } from "../../tools/render/existing-objects";
import { OBSERVEE, OBSERVER, withKeys, type ConfigObject } from "../support/configs";
import { run, unlessFailed } from "../support/fleet";
import { ofKind } from "../policy/objects";

const REFERENCES = { "organization/thanos-fleet/observer": observerOutputs(["paris"]) };
const HOST = "a.example.com";

const exposed = (exposure: ConfigObject) => withKeys(OBSERVEE, { exposure });
const INGRESS = exposed({ kind: "ingress", hostname: HOST });
const GATEWAY = exposed({
  ...{ kind: "gateway", hostname: HOST, gatewayClassName: "eg" },
  controllerName: "gateway.envoyproxy.io/gatewayclass-controller",
});
const publish = (hostname: string, more: ConfigObject = {}) => ({
  publish: {
    ...{ hostname, ingressClassName: "nginx", tlsSecretName: "tls" },
    auth: { kind: "basicAuth", secretName: "users" },
    ...more,
  },
});

/** What is said, after which nothing was made: no way in, nor anything else. */
async function faults(
  config: ConfigObject,
  found: ExistingObjects,
  preview = false,
): Promise<string[]> {
  const { error, resources } = await run(config, REFERENCES, "test", { found, preview });
  assert.ok(pulumi.RunError.isInstance(error), `expected a refusal, got ${String(error)}`);
  assert.equal(error.stack, error.message);
  assert.deepEqual(
    resources.filter(({ type }) => !type.startsWith("pulumi:providers:")),
    [],
  );
  return error.message.split("\n").filter((line) => line.startsWith("  - "));
}

/** Controllers that know the annotations of ingress-nginx not at all, or call classes as it does. */
const OTHERS = ["nginx.org/ingress-controller", "traefik.io/ingress-controller"];

const ofAnother = (path: string, controller: unknown) =>
  `  - thanos-fleet:${path}.ingressClassName is "nginx", but the IngressClass "nginx" belongs to ${JSON.stringify(controller)}, not to ${path}.ingressController, "k8s.io/ingress-nginx", and might ignore the Ingress' authentication annotations; use a class of that controller; list them with kubectl get ingressclass`;

describe("a class of another controller than the configured one", () => {
  for (const controller of OTHERS) {
    for (const preview of [false, true]) {
      it(`is refused for an edge, ${preview ? "in a preview" : "in an up"}, when it is of ${controller}`, async () => {
        const found = { "IngressClass nginx": { controller } };
        assert.deepEqual(await faults(INGRESS, found, preview), [
          ofAnother("exposure", controller),
        ]);
      });
    }

    it(`is refused for each published part, when it is of ${controller}`, async () => {
      const config = withKeys(OBSERVER, {
        query: publish("q.example.com"),
        queryFrontend: publish("f.example.com"),
      });
      assert.deepEqual(await faults(config, { "IngressClass nginx": { controller } }), [
        ofAnother("query.publish", controller),
        ofAnother("queryFrontend.publish", controller),
      ]);
    });
  }

  it("is refused for a Gateway", async () => {
    const found = { "GatewayClass eg": { controllerName: "traefik.io/gateway-controller" } };
    assert.deepEqual(await faults(GATEWAY, found), [
      '  - thanos-fleet:exposure.gatewayClassName is "eg", but the GatewayClass "eg" belongs to "traefik.io/gateway-controller", not to exposure.controllerName, "gateway.envoyproxy.io/gatewayclass-controller", and might not verify client certificates; use a class of that controller; list them with kubectl get gatewayclass',
    ]);
  });

  it("is refused if it names no controller", async () => {
    const [said = ""] = await faults(INGRESS, { "IngressClass nginx": {} });
    assert.match(said, /the IngressClass "nginx" belongs to undefined/);
  });

  it("is accepted once the configuration names its controller", async () => {
    const exposure = { kind: "ingress", hostname: HOST, ingressController: "a.example/b" };
    const found = { "IngressClass nginx": { controller: "a.example/b" } };
    const { resources } = unlessFailed(await run(exposed(exposure), REFERENCES, "test", { found }));
    assert.equal(ofKind(resources, "Ingress").length, 1);
    assert.equal(
      (await faults(exposed(exposure), { "IngressClass nginx": { controller: "c" } })).length,
      1,
    );
  });

  it("is not checked for Grafana, which authenticates users itself", async () => {
    const ingress = { hostname: HOST, ingressClassName: "nginx", secretName: "tls" };
    const found = { "IngressClass nginx": { controller: OTHERS[0] } };
    const config = withKeys(OBSERVER, { grafana: { ingress } });
    const { resources } = unlessFailed(await run(config, {}, "test", { found }));
    assert.equal(ofKind(resources, "Ingress").length, 1);
  });

  it("does not prevent the removal of an edge", async () => {
    const found = { "IngressClass nginx": { controller: OTHERS[0] } };
    const memory = { "organization/thanos-fleet/test": { trusts: ["a"] } };
    const revoked = { "organization/thanos-fleet/observer": observerOutputs([]) };
    const references = { ...memory, ...revoked };
    const { resources } = unlessFailed(await run(INGRESS, references, "test", { found }));
    assert.deepEqual(ofKind(resources, "Ingress"), []);
  });
});

describe("an existing Gateway", () => {
  const existing = { name: "shared", namespace: "infra", listener: "thanos" };
  const controllerName = "gateway.envoyproxy.io/gatewayclass-controller";
  const given = (more: ConfigObject = {}) =>
    withKeys(exposed({ kind: "gateway", hostname: HOST, existing, controllerName }), more);

  const CA = { group: "", kind: "ConfigMap", name: "thanos-client-ca", namespace: "thanos" };
  const CERTIFICATE = { kind: "Secret", name: "thanos-server-tls", namespace: "thanos" };
  const listener = {
    ...{ name: "thanos", port: 8443, protocol: "HTTPS" },
    tls: { certificateRefs: [CERTIFICATE] },
  };
  const asking = (validation: object | undefined) => ({ validation });
  const RIGHT = asking({ caCertificateRefs: [CA] });

  /** The cluster with such a Gateway, of a class that is as configured. */
  const cluster = (frontend: object | undefined, own: object = listener): ExistingObjects => ({
    "Gateway infra/shared": {
      gatewayClassName: "eg",
      listeners: [{ name: "http", port: 80, protocol: "HTTP" }, own],
      ...(frontend === undefined ? {} : { tls: { frontend } }),
    },
    "GatewayClass eg": { controllerName },
  });
  const says = (rule: RegExp) => (said: readonly string[]) => {
    assert.equal(said.length, 1, said.join("\n"));
    assert.match(said[0] ?? "", /thanos-fleet:exposure.existing is "infra\/shared", but /);
    assert.match(said[0] ?? "", rule);
  };

  for (const [what, frontend] of [
    ["by default", { default: RIGHT }],
    ["at the listener's port", { default: {}, perPort: [{ port: 8443, tls: RIGHT }] }],
    ["in so many words", { default: asking({ mode: "AllowValidOnly", caCertificateRefs: [CA] }) }],
  ] as const) {
    it(`is accepted when it requires this edge's client certificates ${what}`, async () => {
      const found = cluster(frontend);
      const { resources } = unlessFailed(await run(given(), REFERENCES, "test", { found }));
      assert.equal(ofKind(resources, "GRPCRoute").length, 1);
      assert.deepEqual(ofKind(resources, "Gateway"), []);
    });
  }

  const NOT_ALONE =
    /on port 8443 this Gateway does not verify client certificates against this edge's client CA alone; set in its spec\.tls\.frontend/;
  for (const [what, frontend] of [
    ["asks nobody", undefined],
    ["asks nobody at all", {}],
    [
      "asks by default, but not at the listener's port",
      { default: RIGHT, perPort: [{ port: 8443, tls: {} }] },
    ],
    ["asks at another port only", { default: {}, perPort: [{ port: 443, tls: RIGHT }] }],
    ["names no CA", { default: asking({ caCertificateRefs: [] }) }],
    [
      "takes another CA too",
      { default: asking({ caCertificateRefs: [CA, { ...CA, name: "b" }] }) },
    ],
    [
      "takes a CA of its own namespace",
      { default: asking({ caCertificateRefs: [{ ...CA, namespace: undefined }] }) },
    ],
    [
      "takes what a Secret says",
      { default: asking({ caCertificateRefs: [{ ...CA, kind: "Secret" }] }) },
    ],
  ] as const) {
    it(`is refused when it ${what}`, async () => {
      says(NOT_ALONE)(await faults(given(), cluster(frontend)));
    });
  }

  it("is refused when it admits callers with an invalid certificate", async () => {
    const open = asking({ mode: "AllowInsecureFallback", caCertificateRefs: [CA] });
    says(/admits callers with an invalid certificate \(mode AllowInsecureFallback\)/)(
      await faults(given(), cluster({ default: open })),
    );
  });

  for (const [what, own] of [
    ["has no such listener", { ...listener, name: "other" }],
    ["passes TLS on there", { ...listener, protocol: "TLS" }],
    ["has a listener without a port", { ...listener, port: undefined }],
  ] as const) {
    it(`is refused when it ${what}`, async () => {
      says(/this Gateway has no listener "thanos" with protocol HTTPS; set/)(
        await faults(given(), cluster({ default: RIGHT }, own)),
      );
    });
  }

  it("is refused when it serves another certificate than the observer trusts, unless the certificate is supplied", async () => {
    const found = cluster({ default: RIGHT }, { ...listener, tls: { certificateRefs: [] } });
    says(/its listener presents another certificate than the one that the observer trusts/)(
      await faults(given(), found),
    );
    const supplied = given({ serverCertificate: { issuer: "supplied", secretName: "tls" } });
    unlessFailed(await run(supplied, REFERENCES, "test", { found }));
  });

  it("serves the Secret of the configured issuer", async () => {
    const issuerRef = { kind: "ClusterIssuer", name: "lab" };
    const theirs = given({ serverCertificate: { issuer: "certManager", issuerRef } });
    const shows = (name: string) =>
      cluster(
        { default: RIGHT },
        { ...listener, tls: { certificateRefs: [{ ...CERTIFICATE, name }] } },
      );
    const found = shows("thanos-server-tls-cert-manager");
    const { resources } = unlessFailed(await run(theirs, REFERENCES, "test", { found }));
    const [grant] = ofKind(resources, "ReferenceGrant");
    assert.match(JSON.stringify(grant?.inputs), /"thanos-server-tls-cert-manager"/);
    says(/its listener presents another certificate/)(
      await faults(theirs, shows("thanos-server-tls")),
    );
  });

  it("is refused when its class is of another controller", async () => {
    const found = {
      ...cluster({ default: RIGHT }),
      "GatewayClass eg": { controllerName: "istio.io/gateway-controller" },
    };
    assert.deepEqual(await faults(given(), found), [
      `  - thanos-fleet:exposure.existing is "infra/shared", but the GatewayClass "eg" belongs to "istio.io/gateway-controller", not to exposure.controllerName, "${controllerName}", and might not verify client certificates; use a class of that controller; list them with kubectl get gatewayclass`,
    ]);
  });

  it("needs no grant in the edge's own namespace", async () => {
    const near = withKeys(given(), {
      exposure: {
        ...{ kind: "gateway", hostname: HOST, controllerName },
        existing: { ...existing, namespace: "thanos" },
      },
    });
    const spec = cluster({ default: RIGHT })["Gateway infra/shared"];
    const found = { ...cluster({ default: RIGHT }), "Gateway thanos/shared": spec };
    const { resources } = unlessFailed(await run(near, REFERENCES, "test", { found }));
    assert.deepEqual(ofKind(resources, "ReferenceGrant"), []);
  });
});
