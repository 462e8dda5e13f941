// What the kubernetes stand-in does by itself: names, diffs, waiting, words; no cluster is needed.
import * as assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import { delimiter, join } from "node:path";
import { at, unknown, type Values } from "../../lab/plugins/protocol/values";
import { keptId, Plugin, urnOf, type Held } from "./client";
import { FakeApi } from "./fake-api";
import { pluginsFor } from "./found";

const urn = (type: string, name = "thing") => urnOf(`kubernetes:${type}`, name);
const configMap = urn("core/v1:ConfigMap");
const secret = urn("core/v1:Secret");
const deployment = urn("apps/v1:Deployment");

const workload = (replicas: number): Values => ({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "web", namespace: "ns" },
  spec: { replicas, selector: { matchLabels: { app: "web" } }, template: {} },
});

const path = "/apis/apps/v1/namespaces/ns/deployments/web";

describe("the stand-in for kubernetes, without a cluster", () => {
  const api = new FakeApi();
  const command = pluginsFor("kubernetes")[0]?.command ?? "";
  let kubeconfig: string;
  let plugin: Plugin;

  before(async () => {
    kubeconfig = await api.start();
    // The SDK sends booleans as JSON in strings.
    plugin = await Plugin.start(command, { kubeconfig, enableSecretMutable: "true" });
  });

  beforeEach(() => {
    api.objects.clear();
    api.calls.length = 0;
    api.status["Deployment"] = { observedGeneration: 99, updatedReplicas: 1, availableReplicas: 1 };
  });

  after(() => {
    plugin.stop();
    api.stop();
  });

  async function make(of: string, news: Values): Promise<Held> {
    const { inputs } = await plugin.check(of, {}, news);
    return plugin.create(of, inputs);
  }

  /** As if it had been created. */
  const heldAs = (inputs: Values): Held => ({ id: "ns/x", inputs, outputs: inputs, secrets: [] });

  describe("names", () => {
    it("gives a nameless object a name of its own, and keeps it", async () => {
      const first = await plugin.check(configMap, {}, { data: { a: "1" } });
      const name = at(first.inputs, ["metadata", "name"]);
      assert.match(String(name), /^thing-[0-9a-f]{8}$/);
      const again = await plugin.check(configMap, first.inputs, { data: { a: "2" } });
      assert.equal(at(again.inputs, ["metadata", "name"]), name);
    });

    it("fills in apiVersion, kind and, where the kind has one, the namespace", async () => {
      const { inputs } = await plugin.check(configMap, {}, { metadata: { name: "a" } });
      const { apiVersion, kind, metadata } = inputs;
      assert.deepEqual([apiVersion, kind], ["v1", "ConfigMap"]);
      assert.deepEqual(metadata, { name: "a", namespace: "default" });
      const role = await plugin.check(
        urn("rbac.authorization.k8s.io/v1:ClusterRole"),
        {},
        { metadata: { name: "a" } },
      );
      assert.deepEqual(at(role.inputs, ["metadata"]), { name: "a" });
    });
  });

  describe("differences", () => {
    it("sees none where nothing changed", async () => {
      const diff = await plugin.diff(deployment, heldAs(workload(1)), workload(1));
      assert.deepEqual([diff.changed, diff.paths], [false, []]);
    });

    it("names the field that changed, and changes it in place", async () => {
      const diff = await plugin.diff(deployment, heldAs(workload(1)), workload(2));
      assert.deepEqual([diff.paths, diff.replaces], [["spec.replicas"], []]);
    });

    it("leaves ignored fields alone", async () => {
      const diff = await plugin.diff(deployment, heldAs(workload(1)), workload(2), [
        "spec.replicas",
      ]);
      assert.equal(diff.changed, false);
    });

    it("replaces a Deployment whose selector changes, the old one first: it has the name", async () => {
      const news = workload(1);
      const spec = { replicas: 1, selector: { matchLabels: { app: "api" } }, template: {} };
      const diff = await plugin.diff(deployment, heldAs(workload(1)), { ...news, spec });
      assert.deepEqual(diff.replaces, ["spec.selector.matchLabels.app"]);
      assert.equal(diff.deleteBeforeReplace, true);
    });

    it("replaces an object that gets another name, the new one first", async () => {
      const news = { ...workload(1), metadata: { name: "other", namespace: "ns" } };
      const diff = await plugin.diff(deployment, heldAs(workload(1)), news);
      assert.deepEqual([diff.replaces, diff.deleteBeforeReplace], [["metadata.name"], false]);
    });

    it("changes data in place only where the provider's setting allows it", async () => {
      const of = (kind: string, value: string): Values => ({
        ...{ apiVersion: "v1", kind, metadata: { name: "x", namespace: "ns" }, data: { a: value } },
      });
      const inSecret = await plugin.diff(secret, heldAs(of("Secret", "1")), of("Secret", "2"));
      assert.deepEqual(inSecret.replaces, []);
      const inMap = await plugin.diff(
        configMap,
        heldAs(of("ConfigMap", "1")),
        of("ConfigMap", "2"),
      );
      assert.deepEqual(inMap.replaces, ["data.a"]);
    });

    it("replaces what is marked immutable whatever the setting", async () => {
      const of = (value: string): Values => ({
        ...{ apiVersion: "v1", kind: "Secret", metadata: { name: "x" }, immutable: true },
        data: { a: value },
      });
      const diff = await plugin.diff(secret, heldAs(of("1")), of("2"));
      assert.deepEqual(diff.replaces, ["data.a"]);
    });
  });

  describe("previews", () => {
    it("does not know what the API server will set", async () => {
      const inputs = { ...workload(1), metadata: { name: "web", namespace: unknown } };
      const { outputs } = await plugin.create(deployment, inputs, { preview: true });
      assert.equal(outputs["status"], unknown);
      assert.equal(at(outputs, ["metadata", "uid"]), unknown);
      assert.equal(at(outputs, ["spec", "replicas"]), 1);
      assert.deepEqual(api.calls, []);
    });
  });

  describe("objects", () => {
    it("applies with an owner of its own, strictly, and never by force", async () => {
      const made = await make(deployment, workload(1));
      assert.equal(made.id, "ns/web");
      const [call] = api.calls;
      assert.deepEqual([call?.method, call?.path], ["PATCH", path]);
      assert.match(call?.query.get("fieldManager") ?? "", /^pulumi-kubernetes-[0-9a-f]{8}$/);
      assert.equal(call?.query.get("fieldValidation"), "Strict");
      assert.equal(call?.query.get("force"), "false");
      const updated = await plugin.update(deployment, made, workload(1));
      assert.equal(api.calls[1]?.query.get("fieldManager"), call?.query.get("fieldManager"));
      assert.equal(at(updated.outputs, ["metadata", "managedFields"]), undefined);
    });

    it("takes over no object that is there already", async () => {
      await make(deployment, workload(1));
      await assert.rejects(make(deployment, workload(1)), /ns\/web already exists/);
    });

    it("hands on the server's words when it refuses", async () => {
      api.refusal = 'Apply failed with 1 conflict: conflict with "kubectl": .spec.replicas';
      await assert.rejects(
        make(deployment, workload(1)),
        /conflict with "kubectl": .spec.replicas/,
      );
    });

    it("applies an ignored field with the value it has", async () => {
      const made = await make(deployment, workload(1));
      api.objects.set(path, { ...made.outputs, ...workload(5) });
      api.status["Deployment"] = {
        observedGeneration: 99,
        updatedReplicas: 5,
        availableReplicas: 5,
      };
      const ignoreChanges = ["spec.replicas"];
      await plugin.update(deployment, made, workload(1), { ignoreChanges });
      assert.equal(at(api.calls[1]?.body, ["spec", "replicas"]), 5);
    });

    it("keeps a Secret's data secret, and applies it as the server stores it", async () => {
      const news = { metadata: { name: "s", namespace: "ns" }, stringData: { a: "one" } };
      const { inputs, secrets } = await plugin.check(secret, {}, news, [["stringData"]]);
      assert.deepEqual(secrets, [["stringData"]]);
      const made = await plugin.create(secret, inputs, { secrets });
      assert.deepEqual(made.secrets.map(String).sort(), ["data", "stringData"]);
      assert.deepEqual(api.calls[0]?.body["data"], { a: Buffer.from("one").toString("base64") });
      assert.equal(api.calls[0]?.body["stringData"], undefined);
    });

    it("reads what is there, and says when it is gone", async () => {
      const made = await make(deployment, workload(1));
      const read = await plugin.read(deployment, made);
      assert.deepEqual(read?.inputs, made.inputs);
      api.objects.clear();
      assert.equal(await plugin.read(deployment, made), undefined);
    });

    it("reads an object by its name alone that nobody here made", async () => {
      const metadata = { name: "kube-system", uid: "a-uid" };
      api.objects.set("/api/v1/namespaces/kube-system", {
        ...{ apiVersion: "v1", kind: "Namespace", metadata },
      });
      const nothing = { inputs: {}, outputs: {}, secrets: [] };
      const read = await plugin.read(urn("core/v1:Namespace"), { id: "kube-system", ...nothing });
      assert.equal(at(read?.outputs, ["metadata", "uid"]), "a-uid");
      assert.equal(await plugin.read(urn("core/v1:Namespace"), { id: "x", ...nothing }), undefined);
      assert.deepEqual(
        api.calls.map(({ method }) => method),
        [],
      );
    });

    it("deletes an object, and takes it well when it is gone", async () => {
      const made = await make(deployment, workload(1));
      await plugin.delete(deployment, made);
      assert.equal(api.objects.size, 0);
      await plugin.delete(deployment, made);
    });
  });

  describe("waiting", () => {
    it("says of a workload that does not get ready what holds it up", async () => {
      api.status["Deployment"] = { observedGeneration: 99, updatedReplicas: 1 };
      const waiting = { reason: "ImagePullBackOff", message: "no such image" };
      api.objects.set("/api/v1/namespaces/ns/pods/web-1", {
        metadata: { name: "web-1" },
        status: { containerStatuses: [{ name: "web", ready: false, state: { waiting } }] },
      });
      const attempt = plugin.create(deployment, workload(1), { timeoutSeconds: 1 });
      await assert.rejects(attempt, (error: Error) => {
        assert.match(
          error.message,
          /Deployment ns\/web is not ready after \d s: 0 of 1 replicas avail/,
        );
        assert.match(
          error.message,
          /pod web-1: container web waits: ImagePullBackOff: no such image/,
        );
        assert.equal(keptId(error), "ns/web", "the engine has to know of what was made");
        return true;
      });
    });

    it("waits for a condition that the object itself names", async () => {
      const thing = urn("example.com/v1:Thing");
      const object: Values = {
        ...{ apiVersion: "example.com/v1", kind: "Thing" },
        metadata: {
          ...{ name: "x", namespace: "ns" },
          annotations: { "pulumi.com/waitFor": "condition=Available" },
        },
      };
      const attempt = plugin.create(thing, object, { timeoutSeconds: 0.5 });
      await assert.rejects(
        attempt,
        /Thing ns\/x is not ready after .*: condition Available is not True/,
      );
      api.objects.clear();
      api.status["Thing"] = { conditions: [{ type: "Available", status: "True" }] };
      await plugin.create(thing, object);
    });

    it("says which kind the server does not know", async () => {
      const odd = { apiVersion: "example.com/v1", kind: "Odd", metadata: { name: "x" } };
      await assert.rejects(
        plugin.create(urn("example.com/v1:Odd"), odd, { timeoutSeconds: 0.5 }),
        /no matches for kind Odd in version example.com\/v1/,
      );
    });
  });

  describe("configuration", () => {
    const attempt = async (config: Values) => {
      const other = await Plugin.start(command, config);
      try {
        await other.check(configMap, {}, {});
      } finally {
        other.stop();
      }
    };

    it("takes no ambient cluster", async () => {
      await assert.rejects(attempt({ kubeconfig: "" }), /neither kubeconfig nor context/);
    });

    it("finds the context that it is given in the files of KUBECONFIG, as the official one does", async () => {
      const folder = fs.mkdtempSync(join(os.tmpdir(), "kubeconfig-"));
      const [first, second] = [join(folder, "a"), join(folder, "b")];
      fs.writeFileSync(first, kubeconfig.replaceAll('"fake"', '"other"'));
      fs.writeFileSync(second, kubeconfig);
      try {
        process.env["KUBECONFIG"] = [first, join(folder, "none"), second].join(delimiter);
        await attempt({ kubeconfig: "", context: "fake" });
        await assert.rejects(attempt({ kubeconfig: "", context: "prod" }), /no context "prod"/);
      } finally {
        delete process.env["KUBECONFIG"];
        fs.rmSync(folder, { recursive: true });
      }
    });

    it("names the contexts there are when the one asked for is missing", async () => {
      await assert.rejects(attempt({ kubeconfig, context: "prod" }), /no context "prod".*: fake/);
    });
  });
});
