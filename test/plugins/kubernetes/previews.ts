// What a kubernetes plugin knows before anything is done: the server is asked, nothing is changed.
import * as assert from "node:assert/strict";
import { at, unknown } from "../../../lab/plugins/protocol/values";
import { type Bench, configMap, secret, urns, workload } from "./bench";

const preview = { preview: true };

export function testPreviews(bench: Bench): void {
  afterEach(() => {
    assert.deepEqual(bench.api.calls.slice(1), []);
  });

  it("of a new object is what the server says it would be, without a status", async () => {
    const news = workload("Deployment");
    const { id, outputs } = await bench.make(urns.deployment, news, preview);
    assert.deepEqual([id, outputs["status"]], ["", undefined]);
    assert.equal(at(outputs, ["spec", "replicas"]), 1);
    assert.equal(at(outputs, ["metadata", "generation"]), 1);
    assert.deepEqual([bench.api.store.size, bench.api.dryRuns.length], [0, 1]);
  });

  it("of a new object is its inputs where one of them is not known", async () => {
    const news = configMap({ a: unknown });
    const { outputs } = await bench.make(urns.configMap, news, preview);
    assert.deepEqual(outputs, news);
    assert.deepEqual(bench.api.dryRuns, []);
  });

  it("of a Secret with texts not known knows no data", async () => {
    const news = secret({}, { stringData: { a: unknown } });
    const { outputs } = await bench.make(urns.secret, news, preview);
    assert.deepEqual([outputs["data"], outputs["stringData"]], [{}, { a: unknown }]);
  });

  it("of a kind that nobody knows yet is its inputs", async () => {
    const news = { ...configMap({}), apiVersion: "example.com/v1", kind: "Odd" };
    const { outputs } = await bench.make(urns.thing.replace("Thing", "Odd"), news, preview);
    assert.deepEqual(outputs, news);
  });

  it("of a new object whose name is taken is its inputs: the other may go before", async () => {
    await bench.make(urns.configMap, configMap({ a: "1" }));
    const { outputs } = await bench.make(urns.configMap, configMap({ a: "2" }), preview);
    assert.deepEqual(outputs, configMap({ a: "2" }));
  });

  it("of a new object in a namespace that is not there yet is its inputs", async () => {
    const details = { kind: "namespaces", name: "ns" };
    const message = 'namespaces "ns" not found';
    bench.api.refusal = { code: 404, reason: "NotFound", message, details };
    const { outputs } = await bench.make(urns.configMap, configMap({ a: "1" }), preview);
    assert.deepEqual(outputs, configMap({ a: "1" }));
  });

  it("of one who may not write is the inputs", async () => {
    bench.api.refusal = { code: 403, reason: "Forbidden", message: "no" };
    const { outputs } = await bench.make(urns.configMap, configMap({ a: "1" }), preview);
    assert.deepEqual(outputs, configMap({ a: "1" }));
  });

  it("fails where the server would refuse", async () => {
    bench.api.refusal = { code: 422, reason: "Invalid", message: 'ConfigMap "a" is invalid: data' };
    const attempt = bench.make(urns.configMap, configMap({}), preview);
    await assert.rejects(attempt, /ConfigMap "a" is invalid: data/);
  });

  it("of a change is what the server says the object would be", async () => {
    const made = await bench.make(urns.configMap, configMap({ a: "1" }));
    const { outputs } = await bench.change(urns.configMap, made, configMap({ a: "2" }), preview);
    assert.deepEqual(outputs["data"], { a: "2" });
    assert.equal(at(outputs, ["metadata", "generation"]), 2);
    // Its fields are still the creator's, whom only a real change takes them from.
    assert.equal(bench.api.dryRuns[0]?.query.get("force"), "true");
  });

  it("of a change is the inputs where one of them is not known", async () => {
    const made = await bench.make(urns.configMap, configMap({ a: "1" }));
    const news = configMap({ a: unknown });
    const { outputs } = await bench.change(urns.configMap, made, news, preview);
    assert.deepEqual(outputs, news);
  });
}
