// Which changes a kubernetes plugin sees, and which of them make an object anew.
import * as assert from "node:assert/strict";
import { unknown, type Values } from "../../../lab/plugins/protocol/values";
import { type Bench, configMap, heldAs, secret, urns, workload } from "./bench";

const deployment = (spec: Values = {}, annotations: Values = {}) =>
  workload("Deployment", spec, annotations);

export function testDifferences(bench: Bench): void {
  it("sees none where nothing changed", async () => {
    const diff = await bench.diff(urns.deployment, heldAs(deployment()), deployment());
    assert.deepEqual([diff.changed, diff.paths], [false, []]);
  });

  it("names the fields that changed, as the engine reads them", async () => {
    const news = deployment({ replicas: 2 }, { "a/b": "1", "a.b": "2" });
    const diff = await bench.diff(urns.deployment, heldAs(deployment({}, { c: "3" })), news);
    assert.deepEqual(diff.paths, [
      ...["metadata.annotations.a/b", "metadata.annotations.c", 'metadata.annotations["a.b"]'],
      "spec.replicas",
    ]);
    assert.deepEqual([diff.replaces, diff.deleteBeforeReplace], [[], false]);
  });

  it("leaves ignored fields alone", async () => {
    const news = deployment({ replicas: 2 });
    const held = heldAs(deployment());
    const diff = await bench.diff(urns.deployment, held, news, ["spec.replicas"]);
    assert.deepEqual([diff.changed, diff.paths], [false, []]);
  });

  it("sees a change in what is not known yet", async () => {
    const news = configMap({ a: unknown });
    const diff = await bench.diff(urns.configMap, heldAs(configMap({ a: "1" })), news);
    assert.deepEqual(diff.paths, ["data.a"]);
  });

  const containers = (image: string) => ({
    template: { metadata: {}, spec: { containers: [{ name: "web", image }] } },
  });
  const replaced: [what: string, of: string, olds: Values, news: Values, replaces: string[]][] = [
    [
      "a Deployment's selector",
      urns.deployment,
      deployment(),
      deployment({ selector: { matchLabels: { app: "api" } } }),
      ["spec.selector.matchLabels.app"],
    ],
    [
      "a StatefulSet's service",
      urns.statefulSet,
      workload("StatefulSet"),
      workload("StatefulSet", { serviceName: "other" }),
      ["spec.serviceName"],
    ],
    [
      "a StatefulSet's claims",
      urns.statefulSet,
      workload("StatefulSet"),
      workload("StatefulSet", { volumeClaimTemplates: [{ metadata: { name: "data" } }] }),
      ["spec.volumeClaimTemplates"],
    ],
    [
      "a Service's address",
      urns.service,
      { ...configMap({}), kind: "Service", spec: { clusterIP: "10.0.0.1" } },
      { ...configMap({}), kind: "Service", spec: { clusterIP: "None" } },
      ["spec.clusterIP"],
    ],
    [
      "a Secret's type",
      urns.secret,
      secret({}, { type: "Opaque" }),
      secret({}, { type: "kubernetes.io/tls" }),
      ["type"],
    ],
    [
      "a ConfigMap's data, whose setting is off",
      urns.configMap,
      configMap({ a: "1" }),
      configMap({ a: "2" }),
      ["data.a"],
    ],
    [
      "an immutable Secret's data",
      urns.secret,
      secret({ a: "MQ==" }, { immutable: true }),
      secret({ a: "Mg==" }, { immutable: true }),
      ["data.a"],
    ],
  ];
  for (const [what, of, olds, news, replaces] of replaced) {
    it(`replaces an object for ${what}, the old one first: it has the name`, async () => {
      const diff = await bench.diff(of, heldAs(olds), news);
      assert.deepEqual(diff.replaces, replaces);
      assert.equal(diff.deleteBeforeReplace, true);
    });
  }

  const updated: [what: string, of: string, olds: Values, news: Values, paths: string[]][] = [
    [
      "a Secret's data, whose setting is on",
      urns.secret,
      secret({ a: "MQ==" }),
      secret({ a: "Mg==" }),
      ["data.a"],
    ],
    [
      "a Secret's texts",
      urns.secret,
      secret({ a: "MQ==" }),
      secret({}, { stringData: { a: "2" } }),
      ["data.a"],
    ],
    [
      "a ConfigMap's label",
      urns.configMap,
      configMap({}, { labels: { a: "1" } }),
      configMap({}, { labels: { a: "2" } }),
      ["metadata.labels.a"],
    ],
    [
      "an image",
      urns.statefulSet,
      workload("StatefulSet", containers("web:1")),
      workload("StatefulSet", containers("web:2")),
      ["spec.template.spec.containers[0].image"],
    ],
    [
      "a custom resource",
      urns.prometheus,
      { ...configMap({}), apiVersion: "monitoring.coreos.com/v1", kind: "Prometheus" },
      {
        ...configMap({}),
        ...{ apiVersion: "monitoring.coreos.com/v1", kind: "Prometheus", spec: { shards: 2 } },
      },
      ["spec"],
    ],
  ];
  for (const [what, of, olds, news, paths] of updated) {
    it(`changes ${what} in place`, async () => {
      const diff = await bench.diff(of, heldAs(olds), news);
      assert.deepEqual([diff.paths, diff.replaces, diff.deleteBeforeReplace], [paths, [], false]);
    });
  }

  it("replaces an object that gets another name or namespace, the new one first", async () => {
    for (const key of ["name", "namespace"]) {
      const news = configMap({}, { [key]: "other" });
      const diff = await bench.diff(urns.configMap, heldAs(configMap({})), news);
      assert.deepEqual([diff.replaces, diff.deleteBeforeReplace], [[`metadata.${key}`], false]);
    }
  });

  it("makes an object whose name it chose anew under another, the new one first", async () => {
    const nameless = (a: string) => ({ apiVersion: "v1", kind: "ConfigMap", data: { a } });
    const { inputs } = await bench.plugin.check(urns.configMap, {}, nameless("1"));
    const diff = await bench.diff(urns.configMap, heldAs(inputs), nameless("2"));
    assert.deepEqual([diff.replaces, diff.deleteBeforeReplace], [["data.a"], false]);
  });

  it("replaces everything when its own cluster is another, and nothing for other keys", async () => {
    const { kubeconfig } = bench;
    const key = kubeconfig.replace('"user":{}', '"user":{"token":"t"}');
    const moved = kubeconfig.replace("127.0.0.1", "127.0.0.2");
    assert.deepEqual(await bench.plugin.diffConfig({ kubeconfig }, { kubeconfig: key }), []);
    assert.deepEqual(await bench.plugin.diffConfig({ kubeconfig }, { kubeconfig: moved }), [
      "kubeconfig",
    ]);
    assert.deepEqual(await bench.plugin.diffConfig({ kubeconfig }, { kubeconfig: unknown }), [
      "kubeconfig",
    ]);
  });
}
