// What the kubernetes stand-in does otherwise than the official plugin, and on purpose: it takes no
// ambient cluster, asks the server to be strict, and says more of what is wrong.
import * as assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import { delimiter, join } from "node:path";
import type { Values } from "../../lab/plugins/protocol/values";
import { Plugin } from "./client";
import { deploymentController } from "./fake/controllers";
import { pluginsFor } from "./found";
import { Bench, configMap, urns, workload } from "./kubernetes/bench";

describe("the stand-in for kubernetes", () => {
  const command = pluginsFor("kubernetes")[0]?.command ?? "";
  const bench = new Bench(command);

  before(() => bench.start());
  beforeEach(() => bench.api.reset());
  after(() => bench.stop());

  it("has the server refuse a field that there is not", async () => {
    const made = await bench.make(urns.configMap, configMap({}));
    await bench.change(urns.configMap, made, configMap({ a: "1" }));
    const asked = bench.api.calls.map(({ query }) => query.get("fieldValidation"));
    assert.deepEqual(asked, ["Strict", "Strict"]);
  });

  it("says which object is not ready, after how long, and what its container waits for", async () => {
    bench.api.controllers["Deployment"] = deploymentController(bench.api, 0);
    const attempt = bench.make(urns.deployment, workload("Deployment"), { timeoutSeconds: 1 });
    await assert.rejects(attempt, (error: Error) => {
      assert.match(
        error.message,
        /Deployment ns\/web is not ready after \d s: 0 of 1 replicas avail/,
      );
      assert.match(
        error.message,
        /pod web-1: container web waits: ImagePullBackOff: no such image/,
      );
      return true;
    });
  });

  // The official plugin tries for a minute.
  it("says which kind the server does not know", async () => {
    const odd = { apiVersion: "example.com/v1", kind: "Odd", metadata: { name: "x" } };
    await assert.rejects(
      bench.make(urns.thing.replace("Thing", "Odd"), odd, { timeoutSeconds: 0.5 }),
      /no matches for kind Odd in version example.com\/v1/,
    );
  });

  it("refuses resources that change what others own", async () => {
    const patch = urns.configMap.replace("ConfigMap", "ConfigMapPatch");
    const { failures } = await bench.plugin.check(patch, {}, configMap({}));
    assert.deepEqual(failures, ["kind"]);
  });

  describe("configuration", () => {
    const check = async (of: Plugin, config: Values) => {
      await of.configure(config);
      await of.check(urns.configMap, {}, configMap({}));
    };
    const refused = (config: Values, words: RegExp) =>
      assert.rejects(check(bench.plugin, config), words);

    it("takes no ambient cluster", async () => {
      await refused({ kubeconfig: "" }, /needs a kubeconfig or a context/);
    });

    it("names the contexts there are when the one asked for is missing", async () => {
      const { kubeconfig } = bench;
      await refused({ kubeconfig, context: "prod" }, /no context "prod".*: fake/);
    });

    it("finds the context that it is given in the files of KUBECONFIG, as the official one does", async () => {
      const folder = fs.mkdtempSync(join(os.tmpdir(), "kubeconfig-"));
      const [first, second] = [join(folder, "a"), join(folder, "b")];
      fs.writeFileSync(first, bench.kubeconfig.replaceAll('"fake"', '"other"'));
      fs.writeFileSync(second, bench.kubeconfig);
      process.env["KUBECONFIG"] = [first, join(folder, "none"), second].join(delimiter);
      const config = { kubeconfig: "", context: "fake" };
      const other = await Plugin.start(command, config);
      try {
        await check(other, config);
        const missing = check(other, { ...config, context: "prod" });
        await assert.rejects(missing, /no context "prod"/);
      } finally {
        other.stop();
        delete process.env["KUBECONFIG"];
        fs.rmSync(folder, { recursive: true });
      }
    });
  });
});
