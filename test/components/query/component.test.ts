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
  it("queries every own sidecar, every observee at its edge, and one replica of each bucket's Store Gateways", async () => {
    assert.deepEqual(await endpoints("fleet", "observer-query-endpoints"), [
      "dnssrv+_grpc._tcp.thanos-sidecar.metrics.svc",
      "thanos-sidecar.metrics.svc:10901 (strict)",
      "edge.paris.example.com:443 (strict)",
      "edge.lyon.example.com:443 (strict)",
      "thanos-store-hub.metrics.svc:10901 (strict)",
      "thanos-store-paris.metrics.svc:10901 (strict)",
      "thanos-store-lyon.metrics.svc:10901 (strict)",
      "dnssrv+_grpc._tcp.thanos-fleet-check.metrics.svc",
    ]);
  });
});

describe("additional endpoints", () => {
  it("are queried after its own, those with mutual TLS last", async () => {
    const asked = await endpoints("query", "observer-query-endpoints");
    assert.deepEqual(asked.slice(0, 8), await endpoints("fleet", "observer-query-endpoints"));
    assert.deepEqual(asked.slice(8), [
      "thanos-store.elsewhere.svc:10901 (strict)",
      "dnssrv+_grpc._tcp.thanos-sidecar.monitoring.svc",
      "dns+thanos-query.elsewhere.svc:10901 (one)",
      "thanos.partner.example.com:443 (strict)",
      "thanos.other.example.com:443 (strict)",
    ]);
  });

  it("share the folder of a Secret that two of them name", async () => {
    const { resources } = await stack("query");
    const query = workloads(resources).find(({ id }) => id === "observer-query");
    const mounts = query?.spec.template.spec.containers[0]?.volumeMounts ?? [];
    assert.deepEqual(
      mounts.filter(({ name }) => name.startsWith("supplied-")).map(({ mountPath }) => mountPath),
      [`${OTHER_TLS_DIR}/partner.client-tls`],
    );
  });
});

describe("the client certificates", () => {
  /** Volumes with client certificates that a workload mounts. */
  const mounted = async (name: string, id: string) => {
    const { resources } = await stack(name);
    const mounts =
      workloads(resources).find((each) => each.id === id)?.spec.template.spec.containers[0]
        ?.volumeMounts ?? [];
    return mounts
      .filter(({ mountPath }) => mountPath.startsWith(CLIENT_TLS_DIR))
      .map((mount) => `${mount.name} at ${mount.mountPath}`);
  };
  const volume = (observee: string) =>
    `thanos-query-tls-${observee} at ${CLIENT_TLS_DIR}/${observee}`;

  it("are mounted at the paths in the endpoint file", async () => {
    assert.deepEqual(await mounted("fleet", "observer-query"), ["paris", "lyon"].map(volume));
    const { resources } = await stack("fleet");
    const map = resources.find(({ name }) => name === "observer-query-endpoints");
    const text = String(field(map?.inputs, "data", "endpoints.yaml"));
    assert.deepEqual(
      [...text.matchAll(/key_file: (\S+)/g)].map(([, file]) => file),
      ["paris", "lyon"].map((name) => `${CLIENT_TLS_DIR}/${name}/tls.key`),
    );
  });

  it("are each mounted by the TLS querier of their observee alone", async () => {
    const ids = ["paris", "lyon"].map((name) => `observer-query-tls-${name}`);
    assert.deepEqual(
      await Promise.all(["observer-query", ...ids].map((id) => mounted("per-observee", id))),
      [[], [volume("paris")], [volume("lyon")]],
    );
  });
});

describe("a TLS querier per observee", () => {
  it("queries that observee's edge alone", async () => {
    assert.deepEqual(await endpoints("per-observee", "observer-query-tls-paris-endpoints"), [
      "edge.paris.example.com:443 (strict)",
    ]);
  });

  it("is queried in place of the edge", async () => {
    const asked = await endpoints("per-observee", "observer-query-endpoints");
    assert.deepEqual(
      asked.filter((endpoint) => /tls|edge/.test(endpoint)),
      ["paris", "lyon"].map(
        (observee) => `thanos-query-tls-${observee}.metrics.svc:10901 (strict)`,
      ),
    );
  });

  it("announces its observee's label whatever the edge announces", async () => {
    const { resources } = await stack("per-observee");
    const flags = workloads(resources)
      .filter(({ id }) => id.startsWith("observer-query"))
      .flatMap(({ spec }) => spec.template.spec.containers[0]?.args ?? []);
    assert.deepEqual(
      flags.filter((flag) => flag.startsWith("--selector-label")).sort(),
      ["lyon", "paris"].map((observee) => `--selector-label=cluster="${observee}"`),
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
