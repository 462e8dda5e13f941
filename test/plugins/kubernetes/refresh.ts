// What a kubernetes plugin makes of objects that others changed, and of those that are not its own.
import * as assert from "node:assert/strict";
import { at, type Values } from "../../../lab/plugins/protocol/values";
import { type Bench, configMap, urns, workload } from "./bench";

const path = "/api/v1/namespaces/ns/configmaps/a";

export function testRefresh(bench: Bench): void {
  const edit = (change: Values): void => {
    bench.api.store.put(path, { ...bench.api.store.get(path), ...change });
  };

  it("changes nothing where nobody changed anything", async () => {
    const made = await bench.make(urns.configMap, configMap({ a: "1" }, { labels: { x: "1" } }));
    const read = await bench.plugin.read(urns.configMap, made);
    assert.deepEqual(read?.inputs, made.inputs);
    assert.deepEqual(read?.outputs, made.outputs);
  });

  it("says when the object is gone", async () => {
    const made = await bench.make(urns.configMap, configMap({}));
    bench.api.store.clear();
    assert.equal(await bench.plugin.read(urns.configMap, made), undefined);
  });

  it("sees what somebody changed of the program's fields, so that the next run mends it", async () => {
    const made = await bench.make(urns.configMap, configMap({ a: "1", b: "1" }));
    edit({ data: { a: "9", c: "of somebody" } });
    const read = await bench.plugin.read(urns.configMap, made);
    assert.deepEqual(read?.inputs["data"], { a: "9" });
    assert.ok(read);
    const diff = await bench.diff(urns.configMap, read, configMap({ a: "1", b: "1" }));
    assert.deepEqual(diff.paths, ["data.a", "data.b"]);
  });

  it("leaves alone what only others set", async () => {
    const made = await bench.make(urns.configMap, configMap({ a: "1" }));
    edit({ data: { a: "1", c: "of somebody" }, extra: { of: "the server" } });
    const read = await bench.plugin.read(urns.configMap, made);
    assert.ok(read);
    assert.deepEqual(read.inputs, made.inputs);
    const diff = await bench.diff(urns.configMap, read, configMap({ a: "1" }));
    assert.deepEqual(diff.paths, []);
  });

  it("sees a change inside a list", async () => {
    const made = await bench.make(
      urns.statefulSet,
      workload("StatefulSet", {}, { "pulumi.com/skipAwait": "true" }),
    );
    const set = "/apis/apps/v1/namespaces/ns/statefulsets/web";
    const live = bench.api.store.get(set) ?? {};
    const containers = [{ name: "web", image: "web:9", imagePullPolicy: "Always" }];
    const spec = { ...(live["spec"] as Values), template: { spec: { containers } } };
    bench.api.store.put(set, { ...live, spec });
    const read = await bench.plugin.read(urns.statefulSet, made);
    const image = ["spec", "template", "spec", "containers", 0];
    assert.deepEqual(at(read?.inputs, image), { name: "web", image: "web:9" });
  });

  it("reads an object by its name alone that nobody here made", async () => {
    const metadata = { name: "kube-system", labels: { a: "b" } };
    bench.api.store.put("/api/v1/namespaces/kube-system", {
      ...{ apiVersion: "v1", kind: "Namespace", metadata },
    });
    const nothing = { inputs: {}, outputs: {}, secrets: [] };
    const read = await bench.plugin.read(urns.namespace, { id: "kube-system", ...nothing });
    assert.deepEqual(at(read?.outputs, ["metadata", "labels"]), { a: "b" });
    const named = ["apiVersion", "kind", "metadata"].map((key) => [key, read?.inputs[key]]);
    assert.deepEqual(at(Object.fromEntries(named), ["metadata", "name"]), "kube-system");
    assert.equal(await bench.plugin.read(urns.namespace, { id: "x", ...nothing }), undefined);
    assert.deepEqual(bench.api.calls, []);
  });
}
