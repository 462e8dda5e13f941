// What configuration makes of the network: who else is let in, where DNS and controllers are, which ports are there.
import * as assert from "node:assert/strict";
import { PORTS } from "../../kubernetes/ports";
import { observerOutputs } from "../../tools/render/references";
import { OBSERVEE, OBSERVER, SECURE, withKeys, type ConfigObject } from "../support/configs";
import { run, stack, unlessFailed } from "../support/fleet";
import { allowed, type Host } from "../support/network";
import { policies } from "./network/evaluator";
import { podHosts } from "./network/hosts";
import { ofKind } from "./objects";

const somebody = (namespace: string, labels: Readonly<Record<string, string>> = {}): Host => ({
  id: namespace,
  address: "10.244.9.9",
  pod: { namespace, labels },
});

const GATEWAY = {
  kind: "gateway",
  hostname: "thanos.paris.example.com",
  gatewayClassName: "edge",
  controllerName: "gateway.envoyproxy.io/gatewayclass-controller",
};

/** Outputs of the observer of the smallest observee. */
const OBSERVED = {
  "organization/thanos-fleet/observer": { ...observerOutputs(["paris"]) },
};

/** The policies of a configuration, and a pod of one of its parts. */
async function network(config: ConfigObject, role = "observer") {
  const { resources } = unlessFailed(await run(config, OBSERVED, role));
  const hosts = podHosts(resources);
  return {
    resources,
    asks: (
      from: Host | string,
      to: Host | string,
      port: number,
      protocol: "TCP" | "UDP" = "TCP",
    ) => {
      const host = (one: Host | string): Host =>
        typeof one === "string" ? (hosts.find(({ name }) => name === one) ?? somebody("?")) : one;
      return allowed(policies(resources), { from: host(from), to: host(to), port, protocol });
    },
  };
}

describe("configuration of the network", () => {
  it("lets a Grafana of another namespace ask the Query Frontend, and nothing else", async () => {
    const from = [{ namespace: "grafana", podLabels: { app: "grafana" }, to: ["queryFrontend"] }];
    const { asks } = await network(withKeys(OBSERVER, { networkPolicies: { from } }));
    const grafana = somebody("grafana", { app: "grafana" });
    assert.equal(asks(grafana, "thanos-query-frontend", PORTS.http), true);
    assert.equal(asks(grafana, "thanos-query", PORTS.http), false);
    assert.equal(asks(somebody("grafana"), "thanos-query-frontend", PORTS.http), false);
    assert.equal(
      asks(somebody("other", { app: "grafana" }), "thanos-query-frontend", PORTS.http),
      false,
    );
  });

  it("lets in addresses by their range", async () => {
    const from = [{ cidr: "192.0.2.0/24", to: ["query"] }];
    const { asks } = await network(withKeys(OBSERVER, { networkPolicies: { from } }));
    const at = (address: string): Host => ({ id: address, address });
    assert.equal(asks(at("192.0.2.9"), "thanos-query", PORTS.http), true);
    assert.equal(asks(at("192.0.3.9"), "thanos-query", PORTS.http), false);
  });

  for (const [edge, namespace, behind, port] of [
    ["ingress", "ingress-nginx", "thanos-query-leaf", PORTS.grpc],
    ["traefik", "traefik", "thanos-query-leaf", PORTS.grpc],
    ["traefik-sidecar", "traefik", "Prometheus", PORTS.grpc],
    ["gateway", "envoy-gateway-system", "thanos-query-leaf", PORTS.grpc],
    ["published", "traefik", "thanos-query-frontend", PORTS.http],
  ] as const) {
    it(`lets the controller of ${edge}, and no other pod, ask what is behind it`, async () => {
      const { resources } = await stack(edge);
      const to = podHosts(resources).find(({ name }) => name === behind);
      assert.ok(to !== undefined);
      const asks = (from: string, at: number) =>
        allowed(policies(resources), { from: somebody(from), to, port: at, protocol: "TCP" });
      assert.equal(asks(namespace, port), true);
      assert.equal(asks(namespace, PORTS.memcached), false);
      assert.equal(asks("default", port), false);
    });
  }

  it("takes a controller to be where its class' name says that it is", async () => {
    const grafana = (ingressClassName: string) => ({
      ingress: { hostname: "g.example.com", ingressClassName, secretName: "grafana-tls" },
    });
    for (const [ingressClassName, there, elsewhere] of [
      ["nginx", "ingress-nginx", "traefik"],
      ["traefik", "traefik", "ingress-nginx"],
    ] as const) {
      const { asks } = await network(withKeys(OBSERVER, { grafana: grafana(ingressClassName) }));
      assert.equal(asks(somebody(there), "grafana", PORTS.grafana), true);
      assert.equal(asks(somebody(elsewhere), "grafana", PORTS.grafana), false);
    }
  });

  it("takes several controllers, by pods or by addresses", async () => {
    const controller = [{ cidr: "130.211.0.0/22" }, { cidr: "35.191.0.0/16" }, { namespace: "a" }];
    const { asks } = await network(
      withKeys(OBSERVEE, { exposure: GATEWAY, networkPolicies: { controller } }),
      "observee",
    );
    const at = (address: string): Host => ({ id: address, address });
    assert.equal(asks(at("130.211.1.9"), "thanos-query-leaf", PORTS.grpc), true);
    assert.equal(asks(at("35.191.1.9"), "thanos-query-leaf", PORTS.grpc), true);
    assert.equal(asks(somebody("a"), "thanos-query-leaf", PORTS.grpc), true);
    assert.equal(asks(somebody("envoy-gateway-system"), "thanos-query-leaf", PORTS.grpc), false);
    assert.equal(asks(at("198.51.100.7"), "thanos-query-leaf", PORTS.grpc), false);
  });

  it("lets a Gateway's own proxies work that are beside it", async () => {
    const exposure = { ...GATEWAY, controllerName: "gateway.nginx.org/nginx-gateway-controller" };
    const { asks } = await network(withKeys(OBSERVEE, { exposure }), "observee");
    const proxy = somebody("thanos", { "gateway.networking.k8s.io/gateway-name": "thanos-edge" });
    const other = somebody("thanos", { "gateway.networking.k8s.io/gateway-name": "other" });
    const dialler: Host = { id: "dialler", address: "198.51.100.7" };
    // The listener's own port, or where Envoy Gateway and older kgateways move a low one.
    for (const port of [443, 8443, 10443]) {
      assert.equal(asks(dialler, proxy, port), true, String(port));
      assert.equal(asks(dialler, other, port), false, String(port));
    }
    assert.equal(asks(dialler, proxy, 9113), false);
    assert.equal(asks(proxy, "thanos-query-leaf", PORTS.grpc), true);
    assert.equal(asks(other, "thanos-query-leaf", PORTS.grpc), false);
    assert.equal(asks(proxy, "thanos-query-leaf", PORTS.http), false);
    assert.equal(asks(proxy, "Prometheus", PORTS.grpc), false);
    assert.equal(asks(proxy, somebody("kube-system"), 53, "UDP"), true);
    assert.equal(asks(proxy, somebody("nginx-gateway"), 8443), true);
    assert.equal(asks(proxy, dialler, 443), false);
  });

  it("asks DNS where it is", async () => {
    const dns = { namespace: "openshift-dns", port: 5353 };
    const { asks } = await network(withKeys(OBSERVER, { networkPolicies: { dns } }));
    assert.equal(asks("thanos-query", somebody("openshift-dns"), 5353, "UDP"), true);
    assert.equal(asks("thanos-query", somebody("kube-system"), 53, "UDP"), false);
    assert.equal(asks("thanos-query", somebody("openshift-dns"), 443), false);
  });

  it("asks DNS that is no pod, at its port and no other", async () => {
    const at = (address: string): Host => ({ id: address, address });
    const plain = await network(OBSERVER);
    for (const address of ["169.254.20.10", "169.254.169.254"]) {
      assert.equal(plain.asks("thanos-query", at(address), 53, "UDP"), true, address);
      assert.equal(plain.asks("thanos-query", at(address), 80), false, address);
    }
    assert.equal(plain.asks("thanos-query", at("10.96.0.10"), 53, "UDP"), false);
    const dns = { cidrs: ["10.96.0.10/32"] };
    const { asks } = await network(withKeys(OBSERVER, { networkPolicies: { dns } }));
    assert.equal(asks("thanos-query", at("10.96.0.10"), 53, "UDP"), true);
    assert.equal(asks("thanos-query", at("10.96.0.10"), 443), false);
    assert.equal(asks("thanos-query", at("169.254.20.10"), 53, "UDP"), false);
  });

  it("opens the ports of the bucket's server to those who use it only", async () => {
    const { asks } = await network(OBSERVER);
    const server: Host = { id: "s3", address: "198.51.100.7" };
    assert.equal(asks("thanos-compact", server, 9000), true);
    assert.equal(asks("thanos-compact", server, 443), false);
    assert.equal(asks("thanos-query-frontend", server, 9000), false);
    assert.equal(asks("thanos-query", server, 9000), false);
  });

  it("lets those who use a cloud's bucket ask for their identity, and nobody else", async () => {
    const { asks } = await network(
      withKeys(OBSERVER, {
        objectStore: { kind: "thanos", type: "GCS" },
        ...{ objectStoreAccessKey: undefined, objectStoreSecretKey: undefined },
        objectStoreConfig: SECURE,
      }),
    );
    for (const [address, port] of [
      ["169.254.169.252", 988],
      ["169.254.169.254", 80],
    ] as const) {
      const agent: Host = { id: address, address };
      assert.equal(asks("thanos-compact", agent, port), true, address);
      assert.equal(asks("thanos-compact", agent, 22), false, address);
      assert.equal(asks("thanos-query", agent, port), false, address);
    }
  });

  it("opens ports of webhooks that it names", async () => {
    const alertmanager = { replicas: 1 };
    const { asks } = await network(
      withKeys(OBSERVEE, {
        alertmanager,
        networkPolicies: { morePorts: { alertmanager: [8443] } },
      }),
      "observee",
    );
    const chat: Host = { id: "chat", address: "198.51.100.8" };
    assert.equal(asks("Alertmanager", chat, 443), true);
    assert.equal(asks("Alertmanager", chat, 8443), true);
    assert.equal(asks("Alertmanager", chat, 25), false);
  });

  it("opens the named ports to Grafana and to what calls the edges", async () => {
    const morePorts = { grafana: [16443, 587], tlsQuerier: [8443] };
    const networkPolicies = { morePorts };
    const { asks } = await network(withKeys(OBSERVER, { networkPolicies }));
    const somewhere: Host = { id: "somewhere", address: "198.51.100.8" };
    for (const port of [443, 6443, 16443, 587]) {
      assert.equal(asks("grafana", somewhere, port), true, String(port));
    }
    assert.equal(asks("grafana", somewhere, 8443), false);
    assert.equal(asks("thanos-query", somewhere, 8443), true);
    const tlsQuerier = { layout: "perObservee" };
    const apart = await network(withKeys(OBSERVER, { networkPolicies, tlsQuerier }));
    assert.equal(apart.asks("thanos-query-tls-observee", somewhere, 8443), true);
    assert.equal(apart.asks("thanos-query", somewhere, 8443), false);
    const plain = await network(OBSERVER);
    assert.equal(plain.asks("grafana", somewhere, 587), false);
    assert.equal(plain.asks("thanos-query", somewhere, 8443), false);
  });

  const solver = somebody("thanos", { "acme.cert-manager.io/http01-solver": "true" });
  const published = {
    hostname: "q.example.com",
    ingressClassName: "nginx",
    tlsSecretName: "q-tls",
    auth: { kind: "basicAuth", secretName: "users" },
  };
  const CERTIFIED: Readonly<Record<string, [ConfigObject, "observer" | "observee"]>> = {
    "what Query is published with": [
      withKeys(OBSERVER, { query: { publish: published } }),
      "observer",
    ],
    "what the Query Frontend is published with": [
      withKeys(OBSERVER, { queryFrontend: { publish: published } }),
      "observer",
    ],
    "Grafana's Ingress": [
      withKeys(OBSERVER, {
        grafana: {
          ingress: { hostname: "g.example.com", ingressClassName: "nginx", secretName: "g-tls" },
        },
      }),
      "observer",
    ],
    "an edge whose certificate is supplied": [
      withKeys(OBSERVEE, {
        serverName: "thanos.paris.example.com",
        serverCertificate: { issuer: "supplied", secretName: "edge-tls" },
      }),
      "observee",
    ],
  };

  for (const [what, [config, role]] of Object.entries(CERTIFIED)) {
    it(`lets an ACME server see the pods of a cert-manager that makes the certificate of ${what}`, async () => {
      const { resources } = await network(config, role);
      const call = { from: somebody("ingress-nginx"), to: solver, protocol: "TCP" } as const;
      assert.equal(allowed(policies(resources), { ...call, port: PORTS.acmeSolver }), true);
      assert.equal(allowed(policies(resources), { ...call, port: 80 }), false);
    });
  }

  it("lets nobody see such a pod where all certificates are the program's own", async () => {
    for (const [config, role] of [
      [OBSERVER, "observer"],
      [OBSERVEE, "observee"],
    ] as const) {
      const { resources } = await network(config, role);
      const call = { from: somebody("ingress-nginx"), to: solver, protocol: "TCP" } as const;
      assert.equal(allowed(policies(resources), { ...call, port: PORTS.acmeSolver }), false);
    }
  });

  it("lets an ACME server see cert-manager's own pods while there are such", async () => {
    const issuer = { issuer: "certManager", issuerRef: { name: "a", kind: "ClusterIssuer" } };
    const edge = { serverName: "thanos.paris.example.com", serverCertificate: issuer };
    const { resources } = await network(withKeys(OBSERVEE, edge), "observee");
    const call = { from: somebody("ingress-nginx"), to: solver, protocol: "TCP" } as const;
    assert.equal(allowed(policies(resources), { ...call, port: PORTS.acmeSolver }), true);
    assert.equal(allowed(policies(resources), { ...call, port: 80 }), false);
  });

  it("lets in the pods of a Prometheus that is there, and no others of its namespace", async () => {
    const sidecar = "dnssrv+_grpc._tcp.a.monitoring.svc";
    const external = (podLabels?: ConfigObject) => ({
      externalPrometheus: { namespace: "monitoring", sidecar, ...(podLabels && { podLabels }) },
    });
    const theirs = somebody("monitoring", { "app.kubernetes.io/name": "prometheus" });
    const beside = somebody("monitoring", { "app.kubernetes.io/name": "grafana" });
    const { asks } = await network(withKeys(OBSERVER, external()));
    for (const [to, port] of [
      ["thanos-query", PORTS.http],
      ["thanos-query-frontend", PORTS.http],
      ["thanos-compact", PORTS.http],
    ] as const) {
      assert.equal(asks(theirs, to, port), true, to);
      assert.equal(asks(beside, to, port), false, to);
    }
    assert.equal(asks("thanos-query", theirs, PORTS.grpc), true);
    assert.equal(asks("thanos-query", beside, PORTS.grpc), false);
    const named = await network(withKeys(OBSERVER, external({ app: "metrics" })));
    assert.equal(named.asks(theirs, "thanos-query", PORTS.http), false);
    assert.equal(
      named.asks(somebody("monitoring", { app: "metrics" }), "thanos-query", PORTS.http),
      true,
    );
    const all = await network(withKeys(OBSERVER, external({})));
    assert.equal(all.asks(beside, "thanos-query", PORTS.http), true);
  });

  it("leaves a Prometheus alone that was in the namespace before", async () => {
    const externalPrometheus = { namespace: "thanos", sidecar: "dnssrv+_grpc._tcp.a.thanos.svc" };
    const { asks } = await network(withKeys(OBSERVEE, { externalPrometheus }), "observee");
    const theirs = somebody("thanos", { "app.kubernetes.io/name": "prometheus" });
    assert.equal(asks(somebody("default"), theirs, 9090), true);
    assert.equal(asks("thanos-query-leaf", theirs, PORTS.grpc), true);
    assert.equal(asks(theirs, "thanos-compact", PORTS.http), true);
    assert.equal(asks(somebody("default"), "thanos-compact", PORTS.http), false);
  });

  it("makes none where none are wanted", async () => {
    const { resources } = await network(
      withKeys(OBSERVER, { networkPolicies: { enabled: false } }),
    );
    assert.deepEqual(ofKind(resources, "NetworkPolicy"), []);
  });
});
