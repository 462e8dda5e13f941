// Whom each Query asks: the endpoint files of both roles, and the certificates beside them.
import * as assert from "node:assert/strict";
import { parse } from "yaml";
import { CLIENT_TLS_DIR, OTHER_TLS_DIR } from "../../../components/query/endpoints";
import { field, workloads } from "../../policy/objects";
import { stack } from "../../support/fleet";

/** Address of each endpoint of a ConfigMap, with a mark where one replica answers for all, or where its absence is told. */
async function endpoints(name: string, configMap: string): Promise<string[]> {
  const { resources } = await stack(name);
  const map = resources.find((r) => r.name === configMap && r.inputs["kind"] === "ConfigMap");
  const read: unknown = parse(String(field(map?.inputs, "data", "endpoints.yaml")));
  const list: unknown = field(read, "endpoints");
  const mark = (entry: unknown) =>
    field(entry, "group") === true ? " (one)" : field(entry, "strict") === true ? " (strict)" : "";
  return (Array.isArray(list) ? list : []).map(
    (entry) => `${String(field(entry, "address"))}${mark(entry)}`,
  );
}

describe("the outermost Query", () => {
  it("queries every own sidecar, and one replica each of the TLS querier and the Store Gateways", async () => {
    assert.deepEqual(await endpoints("fleet", "observer-query-endpoints"), [
      "dnssrv+_grpc._tcp.thanos-sidecar.metrics.svc",
      "thanos-sidecar.metrics.svc:10901 (strict)",
      "thanos-query-tls.metrics.svc:10901 (strict)",
      "thanos-store-hub.metrics.svc:10901 (strict)",
      "thanos-store-paris.metrics.svc:10901 (strict)",
      "thanos-store-lyon.metrics.svc:10901 (strict)",
      "dnssrv+_grpc._tcp.thanos-fleet-check.metrics.svc",
    ]);
  });
});

describe("additional endpoints", () => {
  it("are queried by Query itself without TLS, after its own", async () => {
    const asked = await endpoints("query", "observer-query-endpoints");
    assert.deepEqual(asked.slice(0, 7), await endpoints("fleet", "observer-query-endpoints"));
    assert.deepEqual(asked.slice(7), [
      "thanos-store.elsewhere.svc:10901 (strict)",
      "dnssrv+_grpc._tcp.thanos-sidecar.monitoring.svc",
      "dns+thanos-query.elsewhere.svc:10901 (one)",
    ]);
  });

  it("are queried by the TLS querier with mutual TLS", async () => {
    const called = await endpoints("query", "observer-query-tls-endpoints");
    assert.deepEqual(called.slice(2), [
      "thanos.partner.example.com:443 (strict)",
      "thanos.other.example.com:443 (strict)",
    ]);
  });

  it("share the folder of a Secret that two of them name", async () => {
    const { resources } = await stack("query");
    const querier = workloads(resources).find(({ id }) => id === "observer-query-tls");
    const mounts = querier?.spec.template.spec.containers[0]?.volumeMounts ?? [];
    assert.deepEqual(
      mounts.filter(({ name }) => name.startsWith("supplied-")).map(({ mountPath }) => mountPath),
      [`${OTHER_TLS_DIR}/partner.client-tls`],
    );
  });
});

describe("the TLS querier", () => {
  it("queries every observee at its edge", async () => {
    assert.deepEqual(await endpoints("fleet", "observer-query-tls-endpoints"), [
      "edge.paris.example.com:443 (strict)",
      "edge.lyon.example.com:443 (strict)",
    ]);
  });

  it("mounts the certificate of each observee at the path in its endpoint file", async () => {
    const { resources } = await stack("fleet");
    const querier = workloads(resources).find(({ id }) => id === "observer-query-tls");
    const mounts = querier?.spec.template.spec.containers[0]?.volumeMounts ?? [];
    assert.deepEqual(
      mounts
        .filter(({ mountPath }) => mountPath.startsWith(CLIENT_TLS_DIR))
        .map(({ name, mountPath }) => `${name} at ${mountPath}`),
      ["paris", "lyon"].map((name) => `thanos-query-tls-${name} at ${CLIENT_TLS_DIR}/${name}`),
    );
  });
});

describe("the TLS querier's endpoint file", () => {
  it("has a certificate folder for each observee", async () => {
    const { resources } = await stack("fleet");
    const map = resources.find(({ name }) => name === "observer-query-tls-endpoints");
    const text = String(field(map?.inputs, "data", "endpoints.yaml"));
    assert.deepEqual(
      [...text.matchAll(/key_file: (\S+)/g)].map(([, file]) => file),
      ["paris", "lyon"].map((name) => `${CLIENT_TLS_DIR}/${name}/tls.key`),
    );
  });
});

describe("the leaf Query", () => {
  it("queries every sidecar of its cluster, and nothing else", async () => {
    assert.deepEqual(await endpoints("observee", "observee-query-leaf-endpoints"), [
      "thanos-sidecar.thanos.svc:10901 (strict)",
    ]);
  });
});
