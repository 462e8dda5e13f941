// A Prometheus that was there before: what is made around it, and what its owner is told to add.
import * as assert from "node:assert/strict";
import { parse } from "yaml";
import { OBJSTORE_DIR } from "../../../components/object-store/spec";
import { additions } from "../../../components/prometheus/external";
import { field, ofKind } from "../../policy/objects";
import { faults, withKeys, OBSERVEE } from "../../support/configs";
import { stack } from "../../support/fleet";

const EXTERNAL = { namespace: "monitoring", sidecar: "dnssrv+_grpc._tcp.sidecar.monitoring.svc" };

describe("with an external Prometheus", () => {
  it("no Prometheus is deployed, and no object that only Prometheus needs", async () => {
    const { resources } = await stack("external-prometheus");
    assert.deepEqual(
      resources.map(({ name }) => name).filter((name) => name.includes("prometheus")),
      [],
    );
  });

  it("its sidecars are the leaf Query's endpoints", async () => {
    const { resources } = await stack("external-prometheus");
    const map = resources.find(({ name }) => name === "observee-query-leaf-endpoints");
    assert.deepEqual(parse(String(field(map?.inputs, "data", "endpoints.yaml"))), {
      endpoints: [{ address: "dnssrv+_grpc._tcp.kube-prometheus-thanos-discovery.monitoring.svc" }],
    });
  });

  it("the bucket's configuration is in its namespace too, in the Secret of the output", async () => {
    const { resources, outputs } = await stack("external-prometheus");
    const named = field(outputs, "externalPrometheus", "sidecar", "secretName");
    assert.deepEqual(
      ofKind(resources, "Secret")
        .filter(({ inputs }) => field(inputs, "metadata", "name") === named)
        .map(({ inputs }) => field(inputs, "metadata", "namespace"))
        .sort(),
      ["monitoring", "thanos"],
    );
  });

  it("the Compactor is deployed", async () => {
    const compactor = async (name: string) =>
      (await stack(name)).resources.find((r) => r.name === "observee-metrics-compact")?.inputs;
    assert.deepEqual(await compactor("external-prometheus"), await compactor("observee"));
  });

  it("the output has the external labels for cluster and replica", () => {
    const { operator, prometheus } = additions("paris", "quay.io/thanos/thanos:v1");
    assert.deepEqual(operator.externalLabels, { cluster: "paris" });
    assert.equal(operator.replicaExternalLabelName, "prometheus_replica");
    assert.deepEqual(Object.keys(prometheus.externalLabels), ["cluster", "prometheus_replica"]);
  });

  it("the output mounts the Secret if the store has a CA of its own", () => {
    const told = additions("paris", "quay.io/thanos/thanos:v1", true).operator;
    const secret = { secretName: told.thanos.objectStorageConfig?.name };
    const mountPath = OBJSTORE_DIR;
    assert.deepEqual(told.volumes, [{ name: "objstore", secret }]);
    assert.deepEqual(told.thanos.volumeMounts, [{ name: "objstore", mountPath, readOnly: true }]);
    assert.equal(additions("paris", "quay.io/thanos/thanos:v1").operator.volumes, undefined);
  });

  it("the output disables compaction", () => {
    const { operator, prometheus } = additions("paris", "quay.io/thanos/thanos:v1");
    assert.equal(operator.disableCompaction, true);
    assert.deepEqual(
      prometheus.args.map((arg) => arg.split("=")[1]),
      ["2h", "2h"],
    );
  });

  it("keys of a deployed Prometheus are refused, each by its path", async () => {
    const config = withKeys(OBSERVEE, {
      externalPrometheus: EXTERNAL,
      prometheus: { replicas: 2, scrapeInterval: "30s", storage: { size: "1Gi" } },
      unsafeForTests: { blockDuration: "2m", plaintextObjectStore: true },
    });
    const says =
      "but with externalPrometheus no Prometheus is deployed that it could apply to; remove it";
    assert.deepEqual(await faults(config), [
      `  - thanos-fleet:prometheus.replicas is 2, ${says}`,
      `  - thanos-fleet:prometheus.storage is {"size":"1Gi"}, ${says}`,
      `  - thanos-fleet:unsafeForTests.blockDuration is "2m", ${says}`,
    ]);
  });

  it("rejects an address that Thanos cannot call", async () => {
    const external = { ...EXTERNAL, sidecar: "sidecar.monitoring.svc" };
    const [fault] = await faults(withKeys(OBSERVEE, { externalPrometheus: external }));
    assert.match(
      fault ?? "",
      /externalPrometheus\.sidecar is "sidecar\.monitoring\.svc", but must be/,
    );
  });
});
