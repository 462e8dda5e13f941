// The edges whose controller ends TLS: what each is made of, and that it asks for a certificate.
import * as assert from "node:assert/strict";
import type { Recording } from "../../../tools/render/recorder";
import { field, ofKind } from "../../policy/objects";
import { stack } from "../../support/fleet";
import { Stacks, called, observeeCalled, observerOf } from "../../support/stacks";
import { lines, tree } from "../../support/resource-tree";

const edgeOf = async (name: string): Promise<string[]> => {
  const all = tree((await stack(name)).resources);
  const start = all.findIndex((line) => line.trim() === "edge:Exposure observee-edge");
  const end = all.findIndex((line, i) => i > start && !line.startsWith("    "));
  return all.slice(start, end).map((line) => line.slice(2));
};

describe("an edge by Traefik", () => {
  it("is a route, its TLS options, the default TLS options and the permitted addresses", async () => {
    assert.deepEqual(
      await edgeOf("traefik"),
      lines(`
  edge:Exposure observee-edge
    IngressRoute observee-edge
    Middleware observee-edge-source-ranges
    TLSOption observee-edge-tls-default
    TLSOption observee-edge-tls-option
`),
    );
  });

  it("leaves the cluster's default TLS options unchanged by default", async () => {
    assert.deepEqual(
      await edgeOf("traefik-sidecar"),
      lines(`
  edge:Exposure observee-edge
    IngressRoute observee-edge
    TLSOption observee-edge-tls-option
`),
    );
  });

  it("requires a certificate of this observee's client CA and TLS 1.3 in both TLS options", async () => {
    const recording = await stack("traefik");
    for (const [name, called_] of [
      ["observee-edge-tls-option", "thanos-edge"],
      ["observee-edge-tls-default", "default"],
    ] as const) {
      const { inputs } = called(recording, name);
      assert.equal(field(inputs, "metadata", "name"), called_);
      assert.deepEqual(inputs["spec"], {
        minVersion: "VersionTLS13",
        sniStrict: true,
        alpnProtocols: ["h2"],
        disableSessionTickets: true,
        clientAuth: {
          secretNames: ["thanos-client-ca"],
          clientAuthType: "RequireAndVerifyClientCert",
        },
      });
    }
  });

  it("creates its route after the TLS options", async () => {
    const { dependsOn } = called(await stack("traefik"), "observee-edge");
    for (const name of ["tls-option", "tls-default", "source-ranges"]) {
      assert.ok(
        [...dependsOn].some((id) => id.endsWith(`::observee-edge-${name}`)),
        `${name}: ${String(dependsOn)}`,
      );
    }
  });

  it("uses plaintext HTTP/2 to the leaf Query, or to the sidecar", async () => {
    for (const [name, service, leaves] of [
      ["traefik", "thanos-query-leaf", 1],
      ["traefik-sidecar", "thanos-sidecar", 0],
    ] as const) {
      const { resources } = await stack(name);
      const route = ofKind(resources, "IngressRoute")[0];
      assert.deepEqual(field(route?.inputs, "spec", "routes", 0, "services"), [
        { name: service, port: 10901, scheme: "h2c" },
      ]);
      const leaf = resources.filter((each) => each.name === "observee-query-leaf");
      assert.equal(leaf.filter(({ type }) => type.endsWith(":Deployment")).length, leaves);
    }
  });

  it("outputs the address to dial and the server name", async () => {
    const { outputs } = await stack("traefik-sidecar");
    assert.equal(outputs["address"], "10.0.0.7:8443");
    assert.equal(outputs["serverName"], "thanos.paris.example.com");
  });
});

describe("an edge by an Ingress", () => {
  const nameOf = async (name: string, ingress: string) =>
    field(
      called(await stack(name), ingress).inputs,
      ...["metadata", "annotations", "nginx.ingress.kubernetes.io/auth-tls-match-cn"],
    );

  it("requires the observer's name in the certificate, or the configured one", async () => {
    assert.equal(await nameOf("ingress", "observee-edge"), "CN=observer");
    assert.equal(await nameOf("ingress-narrow", "observee-edge"), "CN=hub");
  });

  it("requires the same name in every generation of the certificate", async () => {
    const stacks = new Stacks();
    const paris = observeeCalled("paris", { exposure: { kind: "ingress", hostname: "a.example" } });
    for (const clientCa of [
      { generation: 1, phase: "stable" },
      { generation: 2, phase: "overlap" },
    ]) {
      const observer = await stacks.up("observer", observerOf({ paris: { clientCa } }));
      const { inputs } = called(observer, "observer-trust-paris-leaf-request");
      assert.equal(field(inputs, "subject", "commonName"), "observer");
    }
    const { resources } = await stacks.up("paris", paris);
    const [ingress] = ofKind(resources, "Ingress");
    assert.match(JSON.stringify(ingress?.inputs), /"CN=observer"/);
  });

  it("requires some name with a supplied CA, since nginx knows none at its plaintext port", async () => {
    assert.equal(await nameOf("published-mutual-tls", "observer-query-publish"), "CN=.");
  });
});

describe("an edge by the Gateway API", () => {
  it("is a Gateway, its route, a ConfigMap of CAs, an h2c Service, and Envoy's timeouts", async () => {
    assert.deepEqual(
      await edgeOf("gateway"),
      lines(`
  edge:Exposure observee-edge
    GRPCRoute observee-edge
    ConfigMap observee-edge-client-ca
    Gateway observee-edge-gateway
    Service observee-edge-service
    BackendTrafficPolicy observee-edge-timeouts
`),
    );
  });

  it("makes Envoy Gateway end no response after 15 s, and idle streams like other edges", async () => {
    const { inputs } = called(await stack("gateway"), "observee-edge-timeouts");
    assert.deepEqual(inputs["spec"], {
      targetRefs: [{ group: "gateway.networking.k8s.io", kind: "GRPCRoute", name: "thanos-edge" }],
      timeout: { http: { requestTimeout: "0s", streamIdleTimeout: "180s" } },
    });
  });

  it("with an existing Gateway is a route, and a grant to read the CAs and the certificate", async () => {
    assert.deepEqual(
      await edgeOf("gateway-given"),
      lines(`
  edge:Exposure observee-edge
    GRPCRoute observee-edge
    ConfigMap observee-edge-client-ca
    ReferenceGrant observee-edge-grant
    Service observee-edge-service
`),
    );
    const given = await stack("gateway-given");
    assert.deepEqual(called(given, "observee-edge-grant").inputs["spec"], {
      from: [{ group: "gateway.networking.k8s.io", kind: "Gateway", namespace: "infra" }],
      to: [
        { group: "", kind: "ConfigMap", name: "thanos-client-ca" },
        { group: "", kind: "Secret", name: "thanos-server-tls" },
      ],
    });
    const route = called(given, "observee-edge");
    assert.deepEqual(field(route.inputs, "spec", "parentRefs"), [
      { name: "shared", namespace: "infra", sectionName: "thanos" },
    ]);
    assert.ok([...route.dependsOn].some((id) => id.endsWith("::observee-edge-grant")));
  });

  it("accepts only valid certificates of the client CA", async () => {
    const recording = await stack("gateway");
    const { inputs } = called(recording, "observee-edge-gateway");
    assert.deepEqual(field(inputs, "spec", "tls"), {
      frontend: {
        default: {
          validation: {
            mode: "AllowValidOnly",
            caCertificateRefs: [{ group: "", kind: "ConfigMap", name: "thanos-client-ca" }],
          },
        },
      },
    });
    const cas = called(recording, "observee-edge-client-ca");
    assert.match(String(field(cas.inputs, "data", "ca.crt")), /BEGIN CERTIFICATE/);
    assert.doesNotMatch(JSON.stringify(cas.inputs), /PRIVATE KEY/);
  });

  it("has a Service whose port declares plaintext HTTP/2", async () => {
    const { inputs } = called(await stack("gateway"), "observee-edge-service");
    assert.equal(field(inputs, "spec", "ports", 0, "appProtocol"), "kubernetes.io/h2c");
  });
});

describe("an edge at a node's port", () => {
  it("leaves client verification to Thanos", async () => {
    const { resources, outputs } = await stack("edge-node-port");
    assert.equal(outputs["address"], "10.0.0.7:30443");
    assert.equal(outputs["serverName"], "observee.observee.internal");
    const leaf = resources.find(({ type }) => type.endsWith(":Deployment"));
    assert.match(JSON.stringify(leaf?.inputs), /--grpc-server-tls-client-ca=/);
  });
});

describe("a change to another edge with a route of the same host", () => {
  const paris = (exposure: object) =>
    observeeCalled("paris", { exposure: { hostname: "a.example.com", ...exposure } });
  const INGRESS = { kind: "ingress", ingressClassName: "traefik" };
  const TRAEFIK = { kind: "traefik", defaultTlsOption: false };
  const both = (was: string, is: string) => [
    `  - thanos-fleet:exposure.kind is "${is}", but it was "${was}": during the \`up\` that changes it, both routes of "a.example.com" would exist, ` +
      "and a Traefik that serves both would verify no client certificate; use another hostname, or another kind for one `up`",
  ];

  async function after(before: object): Promise<Stacks> {
    const stacks = new Stacks();
    await stacks.up("observer", observerOf({ paris: {} }));
    await stacks.up("paris", paris(before));
    return stacks;
  }

  it("is rejected: Traefik would use options that verify no client for both", async () => {
    const ingress = await after(INGRESS);
    assert.deepEqual(await ingress.refused("paris", paris(TRAEFIK)), both("ingress", "traefik"));
    const traefik = await after(TRAEFIK);
    assert.deepEqual(await traefik.refused("paris", paris(INGRESS)), both("traefik", "ingress"));
  });

  it("is accepted with another host name, with verifying default options, or with the same kind", async () => {
    const stacks = await after(INGRESS);
    for (const exposure of [
      INGRESS,
      { ...TRAEFIK, hostname: "b.example.com" },
      { ...TRAEFIK, defaultTlsOption: true },
    ]) {
      await new Stacks(stacks).up("paris", paris(exposure));
    }
  });
});

describe("an edge that terminates TLS", () => {
  for (const exposure of [
    { kind: "traefik", hostname: "a.example.com" },
    { kind: "ingress", hostname: "a.example.com" },
    {
      ...{ kind: "gateway", hostname: "a.example.com", gatewayClassName: "eg" },
      controllerName: "gateway.envoyproxy.io/gatewayclass-controller",
    },
  ]) {
    it(`by ${exposure.kind} is removed once the observer has revoked the cluster`, async () => {
      const stacks = new Stacks();
      const paris = observeeCalled("paris", { exposure });
      await stacks.up("observer", observerOf({ paris: {} }));
      const open = await stacks.up("paris", paris);
      await stacks.up("observer", observerOf({ paris: {} }, { revoked: ["paris"] }));
      const shut = await stacks.up("paris", paris);
      const edges = ({ resources }: Recording) =>
        ofKind(resources, "Ingress", "IngressRoute", "TLSOption", "Gateway", "GRPCRoute");
      assert.ok(edges(open).length > 0);
      assert.deepEqual(edges(shut), []);
    });
  }
});
