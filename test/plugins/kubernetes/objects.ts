// What a kubernetes plugin sends to the server, and what the state keeps of the answer.
import * as assert from "node:assert/strict";
import { at, isObject, type Values } from "../../../lab/plugins/protocol/values";
import { keptOf } from "../client";
import { type Bench, configMap, secret, urns } from "./bench";

const folder = "/api/v1/namespaces/ns/configmaps";

export function testObjects(bench: Bench): void {
  it("creates as one owner and applies as another, which takes over the fields of the first", async () => {
    const made = await bench.make(urns.configMap, configMap({ a: "1" }));
    assert.equal(made.id, "ns/a");
    const updated = await bench.change(urns.configMap, made, configMap({ a: "2" }));
    const [create, apply] = bench.api.calls;
    assert.deepEqual([create?.method, create?.path], ["POST", folder]);
    assert.equal(create?.query.get("fieldManager"), "pulumi-kubernetes");
    assert.deepEqual([apply?.method, apply?.path], ["PATCH", `${folder}/a`]);
    const owner = made.outputs["__fieldManager"];
    assert.match(String(owner), /^pulumi-kubernetes-[0-9a-f]{8}$/);
    assert.equal(apply?.query.get("fieldManager"), owner);
    assert.equal(apply?.query.get("force"), "false");
    assert.equal(updated.outputs["__fieldManager"], owner);
    assert.deepEqual(bench.api.owners(`${folder}/a`), [`${String(owner)} Apply`]);
  });

  it("keeps the live object, the inputs it came from, and nothing else", async () => {
    const made = await bench.make(urns.configMap, configMap({ a: "1" }));
    const live = bench.api.store.get(`${folder}/a`);
    const { __inputs, __initialApiVersion, __fieldManager, ...outputs } = made.outputs;
    assert.deepEqual(outputs, live);
    assert.deepEqual(__inputs, made.inputs);
    assert.deepEqual([__initialApiVersion, typeof __fieldManager], ["v1", "string"]);
  });

  it("takes over no object that is there already", async () => {
    await bench.make(urns.configMap, configMap({ a: "1" }));
    const again = bench.make(urns.configMap, configMap({ a: "2" }));
    await assert.rejects(again, /configmaps "a" already exists/);
    assert.deepEqual(at(bench.api.store.get(`${folder}/a`), ["data"]), { a: "1" });
  });

  it("hands on the server's words when it refuses to create, and keeps nothing", async () => {
    bench.api.refusal = { code: 422, reason: "Invalid", message: 'ConfigMap "a" is invalid: data' };
    await assert.rejects(bench.make(urns.configMap, configMap({})), (error: Error) => {
      assert.match(error.message, /ConfigMap "a" is invalid: data/);
      assert.equal(keptOf(error), undefined);
      return true;
    });
  });

  it("hands on the server's words when it refuses a change, which the next run tries again", async () => {
    const made = await bench.make(urns.configMap, configMap({ a: "1" }));
    const message = 'Apply failed with 1 conflict: conflict with "kubectl": .data.a';
    bench.api.refusal = { code: 409, reason: "Conflict", message };
    const attempt = bench.change(urns.configMap, made, configMap({ a: "2" }));
    await assert.rejects(attempt, (error: Error) => {
      assert.match(error.message, /conflict with "kubectl": \.data\.a/);
      const kept = keptOf(error);
      assert.equal(kept?.id, "ns/a");
      assert.deepEqual(kept?.outputs["data"], { a: "1" });
      assert.deepEqual(at(kept?.outputs, ["__inputs", "data"]), { a: "2" });
      return true;
    });
  });

  it("says of a change to an object that is gone that it failed", async () => {
    const made = await bench.make(urns.configMap, configMap({ a: "1" }));
    bench.api.store.clear();
    await assert.rejects(bench.change(urns.configMap, made, configMap({ a: "2" })));
    assert.equal(bench.api.store.size, 0);
  });

  it("sends a Secret's data, and keeps it secret in inputs and outputs", async () => {
    const news = secret({}, { stringData: { a: "one" } });
    const made = await bench.make(urns.secret, news);
    assert.deepEqual(bench.api.calls[0]?.body["data"], { a: "b25l" });
    assert.equal(bench.api.calls[0]?.body["stringData"], undefined);
    assert.deepEqual(made.secrets.map(String).sort(), ["__inputs,data", "data"]);
    const updated = await bench.change(urns.secret, made, secret({ a: "Mg==" }));
    assert.deepEqual(updated.secrets.map(String).sort(), ["__inputs,data", "data"]);
    const read = await bench.plugin.read(urns.secret, updated);
    assert.deepEqual(read?.secrets.map(String).sort(), ["__inputs,data", "data"]);
  });

  it("keeps in the outputs what was secret in the inputs", async () => {
    const thing = { apiVersion: "example.com/v1", kind: "Thing" };
    const news = { ...configMap({}), ...thing, spec: { token: "t", plain: "p" } };
    const made = await bench.make(urns.thing, news, { secrets: [["spec", "token"]] });
    assert.deepEqual(made.secrets.map(String).sort(), ["__inputs,spec,token", "spec,token"]);
  });

  it("replaces a definition of a kind as a whole, at the version that it read", async () => {
    const definition = (scope: string): Values => ({
      ...{ apiVersion: "apiextensions.k8s.io/v1", kind: "CustomResourceDefinition" },
      metadata: { name: "odds.example.com" },
      spec: { group: "example.com", names: { plural: "odds", kind: "Odd" }, scope, versions: [] },
    });
    bench.api.controllers["CustomResourceDefinition"] = (path, object) => {
      const status = { conditions: [{ type: "Established", status: "True" }] };
      bench.api.store.put(path, { ...object, status });
    };
    const made = await bench.make(urns.definition, definition("Cluster"));
    await bench.change(urns.definition, made, definition("Namespaced"));
    const [, put] = bench.api.calls;
    assert.equal(put?.method, "PUT");
    assert.match(String(at(put?.body, ["metadata", "resourceVersion"])), /^\d+$/);
  });

  it("applies an ignored field with the value it has, where it is its own", async () => {
    const made = await bench.make(urns.configMap, configMap({ a: "1", b: "1" }));
    const live = bench.api.store.get(`${folder}/a`) ?? {};
    bench.api.store.put(`${folder}/a`, { ...live, data: { a: "9", b: "1" } });
    const news = configMap({ a: "1", b: "2" });
    await bench.change(urns.configMap, made, news, { ignoreChanges: ["data.a"] });
    assert.deepEqual(bench.api.calls[1]?.body["data"], { a: "9", b: "2" });
  });

  it("leaves an ignored field out where it is somebody else's", async () => {
    const made = await bench.make(urns.configMap, configMap({ a: "1" }));
    const live = bench.api.store.get(`${folder}/a`) ?? {};
    const other = { manager: "hpa", operation: "Update", apiVersion: "v1", fieldsType: "FieldsV1" };
    const own = { ...other, manager: "pulumi-kubernetes", fieldsV1: {} };
    const managedFields = [own, { ...other, fieldsV1: { "f:data": { "f:b": {} } } }];
    const metadata = { ...(isObject(live["metadata"]) ? live["metadata"] : {}), managedFields };
    bench.api.store.put(`${folder}/a`, { ...live, metadata, data: { a: "1", b: "9" } });
    const news = configMap({ a: "2", b: "1" });
    await bench.change(urns.configMap, made, news, { ignoreChanges: ["data.b"] });
    assert.deepEqual(bench.api.calls[1]?.body["data"], { a: "2" });
  });

  it("deletes an object with what it owns first, and takes it well when it is gone", async () => {
    const made = await bench.make(urns.configMap, configMap({}));
    await bench.plugin.delete(urns.configMap, made);
    const [, deletion] = bench.api.calls;
    assert.equal(deletion?.method, "DELETE");
    assert.equal(deletion?.body["propagationPolicy"], "Foreground");
    assert.equal(bench.api.store.size, 0);
    await bench.plugin.delete(urns.configMap, made);
  });

  it("deletes as the object's annotation says", async () => {
    const annotations = { "pulumi.com/deletionPropagationPolicy": "orphan" };
    const made = await bench.make(urns.configMap, configMap({}, { annotations }));
    await bench.plugin.delete(urns.configMap, made);
    assert.equal(bench.api.calls[1]?.body["propagationPolicy"], "Orphan");
  });

  it("takes an object for gone when nobody knows its kind any more", async () => {
    const odd = urns.thing.replace("Thing", "Odd");
    const outputs = { ...configMap({}), apiVersion: "example.com/v1", kind: "Odd" };
    const held = { id: "ns/a", inputs: outputs, outputs, secrets: [] };
    assert.equal(await bench.plugin.read(odd, held), undefined);
    await bench.plugin.delete(odd, held);
  });
}
