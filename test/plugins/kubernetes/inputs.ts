// What a kubernetes plugin makes of a program's inputs before anything is compared or sent.
import * as assert from "node:assert/strict";
import { at, unknown } from "../../../lab/plugins/protocol/values";
import { type Bench, configMap, secret, urns } from "./bench";

export function testInputs(bench: Bench): void {
  it("gives a nameless object a name of its own, marks that, and keeps it", async () => {
    const nameless = { apiVersion: "v1", kind: "ConfigMap", data: { a: "1" } };
    const first = await bench.plugin.check(urns.configMap, {}, nameless);
    const name = at(first.inputs, ["metadata", "name"]);
    assert.match(String(name), /^thing-[0-9a-f]{8}$/);
    const mark = at(first.inputs, ["metadata", "annotations", "pulumi.com/autonamed"]);
    assert.equal(mark, "true");
    const again = await bench.plugin.check(urns.configMap, first.inputs, nameless);
    assert.deepEqual(again.inputs, first.inputs);
  });

  it("gives a name to what had one of its own choice before, and lost it", async () => {
    const nameless = { apiVersion: "v1", kind: "ConfigMap", data: {} };
    const { inputs } = await bench.plugin.check(urns.configMap, configMap({}), nameless);
    assert.notEqual(at(inputs, ["metadata", "name"]), "a");
  });

  it("refuses a name that the server would choose", async () => {
    const metadata = { generateName: "a-" };
    const news = { apiVersion: "v1", kind: "ConfigMap", metadata };
    await assert.rejects(bench.plugin.check(urns.configMap, {}, news), /generateName/);
  });

  it("fills in the namespace where the kind has one", async () => {
    const metadata = { name: "a" };
    const placed = { name: "a", namespace: "default" };
    for (const [of, apiVersion, kind, expected] of [
      [urns.configMap, "v1", "ConfigMap", placed],
      [urns.clusterRole, "rbac.authorization.k8s.io/v1", "ClusterRole", metadata],
      [urns.thing, "example.com/v1", "Thing", placed],
      [urns.place, "example.com/v1", "Place", metadata],
      // Nobody knows it yet: its definition may be made by the same program.
      [urns.thing.replace("Thing", "Odd"), "example.com/v1", "Odd", placed],
    ] as const) {
      const { inputs } = await bench.plugin.check(of, {}, { apiVersion, kind, metadata });
      assert.deepEqual(inputs["metadata"], expected, kind);
    }
  });

  it("leaves out what only the server sets", async () => {
    const news = configMap({ a: "1" }, { uid: "u", resourceVersion: "1", generation: 2 });
    const { inputs } = await bench.plugin.check(urns.configMap, {}, news);
    assert.deepEqual(inputs["metadata"], { name: "a", namespace: "ns" });
  });

  it("keeps a Secret's texts as the server does, and secret whatever the program says", async () => {
    const stringData = { a: "one", b: "two" };
    const news = secret({ a: "MQ==", c: "Mw==" }, { stringData });
    const { inputs, secrets } = await bench.plugin.check(urns.secret, {}, news);
    assert.deepEqual(inputs["data"], { a: "b25l", b: "dHdv", c: "Mw==" });
    assert.equal(inputs["stringData"], undefined);
    assert.deepEqual(secrets, [["data"]]);
  });

  it("keeps a Secret as it is while one of its values is not known", async () => {
    const news = { ...secret({}), stringData: { a: unknown } };
    const { inputs } = await bench.plugin.check(urns.secret, {}, news);
    assert.deepEqual(inputs["stringData"], { a: unknown });
  });

  it("keeps what is secret so, and a list with a secret in it as a whole", async () => {
    const spec = { token: "t", list: [{ a: "1" }, { a: "2" }], plain: "p" };
    const metadata = { name: "x", namespace: "ns" };
    const news = { apiVersion: "example.com/v1", kind: "Thing", metadata, spec };
    const paths = [
      ["spec", "token"],
      ["spec", "list", 1, "a"],
    ];
    const { secrets } = await bench.plugin.check(urns.thing, {}, news, paths);
    assert.deepEqual(secrets.map(String).sort(), ["spec,list", "spec,token"]);
  });
}
