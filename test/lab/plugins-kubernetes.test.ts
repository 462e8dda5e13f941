// The contract of the kubernetes provider on a real cluster, in a namespace of its own.
import * as assert from "node:assert/strict";
import * as crypto from "node:crypto";
import * as fs from "node:fs";
import { images } from "../../lab/build/images";
import { kubeconfigOf, observer } from "../../lab/cluster/machines";
import { at, type Values } from "../../lab/plugins/protocol/values";
import { Plugin, urnOf, type Held } from "../plugins/client";
import { forEachPlugin } from "../plugins/found";

const urn = (type: string, name = "thing") => urnOf(`kubernetes:${type}`, name);
const configMap = urn("core/v1:ConfigMap");
const secret = urn("core/v1:Secret");
const deployment = urn("apps/v1:Deployment");
const service = urn("core/v1:Service");

forEachPlugin("kubernetes", (command, standIn) => {
  const namespace = `plugin-contract-${crypto.randomBytes(3).toString("hex")}`;
  let plugin: Plugin;
  let home: Held;

  before(async () => {
    const kubeconfig = fs.readFileSync(kubeconfigOf(observer.name), "utf8");
    plugin = await Plugin.start(command, {
      kubeconfig,
      enableSecretMutable: "true",
      enableConfigMapMutable: "true",
    });
    home = await make(urn("core/v1:Namespace"), {
      ...{ apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } },
    });
  });

  after(async () => {
    await plugin.delete(urn("core/v1:Namespace"), home);
    assert.equal(await plugin.read(urn("core/v1:Namespace"), home), undefined);
    plugin.stop();
  });

  async function make(of: string, news: Values, timeoutSeconds = 60): Promise<Held> {
    const { inputs, failures } = await plugin.check(of, {}, news);
    assert.deepEqual(failures, []);
    return plugin.create(of, inputs, { timeoutSeconds });
  }

  const metadata = (name: string): Values => ({ name, namespace });
  const workload = (name: string, image: string, replicas = 1): Values => ({
    ...{ apiVersion: "apps/v1", kind: "Deployment", metadata: metadata(name) },
    spec: {
      replicas,
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels: { app: name } },
        spec: {
          terminationGracePeriodSeconds: 0,
          containers: [{ name: "main", image, imagePullPolicy: "Never" }],
        },
      },
    },
  });

  it("creates, reads, updates and deletes an object, and removes undeclared fields", async () => {
    const of = (data: Values, labels: Values): Values => ({
      ...{ apiVersion: "v1", kind: "ConfigMap", metadata: { ...metadata("a"), labels }, data },
    });
    const made = await make(configMap, of({ a: "1", b: "2" }, { x: "1" }));
    assert.equal(made.id, `${namespace}/a`);
    assert.equal((await plugin.diff(configMap, made, made.inputs)).changed, false);
    const news = of({ a: "1" }, {});
    assert.deepEqual((await plugin.diff(configMap, made, news)).replaces, []);
    const updated = await plugin.update(configMap, made, news);
    assert.deepEqual(updated.outputs["data"], { a: "1" });
    const read = await plugin.read(configMap, updated);
    assert.deepEqual(read?.outputs["data"], { a: "1" });
    assert.equal(at(read?.outputs, ["metadata", "labels", "x"]), undefined);
    await plugin.delete(configMap, updated);
    assert.equal(await plugin.read(configMap, updated), undefined);
  });

  it("reads a foreign object by its name", async () => {
    const nothing = { inputs: {}, outputs: {}, secrets: [] };
    const there = { id: "kube-system", ...nothing };
    const read = await plugin.read(urn("core/v1:Namespace"), there);
    assert.match(String(at(read?.outputs, ["metadata", "uid"])), /^[-0-9a-f]{36}$/);
  });

  it("keeps a Secret secret, and removes an undeclared key", async () => {
    const of = (stringData: Values): Values => ({
      ...{ apiVersion: "v1", kind: "Secret", metadata: metadata("s"), stringData },
    });
    const made = await plugin.create(secret, of({ a: "1", b: "2" }), { secrets: [["stringData"]] });
    assert.ok(made.secrets.some((path) => path[0] === "data"));
    const updated = await plugin.update(secret, made, of({ a: "1" }), {
      secrets: [["stringData"]],
    });
    assert.deepEqual(Object.keys((updated.outputs["data"] ?? {}) as Values), ["a"]);
  });

  it("waits until a Deployment is rolled out, also after an update", async () => {
    const made = await make(deployment, workload("rolls", images.pause.name));
    assert.equal(at(made.outputs, ["status", "availableReplicas"]), 1);
    const news = workload("rolls", images.pause.name, 2);
    const updated = await plugin.update(deployment, made, news, { timeoutSeconds: 60 });
    // The official plugin was seen to come back while the second one was on its way.
    const available = Number(at(updated.outputs, ["status", "availableReplicas"]));
    assert.ok(standIn ? available === 2 : available >= 1, String(available));
    await plugin.delete(deployment, updated);
  });

  it(`reports ${standIn ? "what delays the pods of" : ""} a Deployment that does not become ready`, async () => {
    const inputs = workload("stuck", "no.such.registry.invalid/image:1");
    await assert.rejects(make(deployment, inputs, 5), standIn ? /ErrImageNeverPull/ : /stuck/);
  });

  it("waits for a load balancer's address", async () => {
    const made = await make(service, {
      ...{ apiVersion: "v1", kind: "Service", metadata: metadata("balanced") },
      spec: { type: "LoadBalancer", selector: { app: "x" }, ports: [{ port: 18443 }] },
    });
    const ip = at(made.outputs, ["status", "loadBalancer", "ingress", 0, "ip"]);
    assert.match(String(ip), /^\d+\.\d+\.\d+\.\d+$/);
    await plugin.delete(service, made);
  });

  it("names the field and its owner in a conflict", async () => {
    const of = (value: string): Values => ({
      ...{ apiVersion: "v1", kind: "ConfigMap", metadata: metadata("shared"), data: { a: value } },
    });
    const made = await plugin.update(configMap, await make(configMap, of("1")), of("2"));
    // As another stack would: the same object under another owner's name.
    const other = { ...made, outputs: { ...made.outputs, __fieldManager: "somebody-else" } };
    await assert.rejects(
      plugin.update(configMap, other, of("3")),
      /conflict with "[^"]+"[^]*\.data\.a/,
    );
  });

  // The official plugin leaves it out.
  if (standIn) {
    it("returns the server's message about an unknown field", async () => {
      const inputs = workload("odd", images.pause.name);
      const spec = { ...(inputs["spec"] as Values), replicaz: 1 };
      await assert.rejects(make(deployment, { ...inputs, spec }), /replicaz/);
    });
  }
});
