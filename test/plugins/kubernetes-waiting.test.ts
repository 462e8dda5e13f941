// What a kubernetes plugin waits for, and what it says of what does not come.
import * as assert from "node:assert/strict";
import { at, type Values } from "../../lab/plugins/protocol/values";
import { keptOf } from "./client";
import { deploymentController, statefulSetController } from "./fake-controllers";
import { configMap, forEachKubernetes, urns, workload } from "./kubernetes-bench";

const prometheus = (annotations: Values): Values => ({
  ...{ apiVersion: "monitoring.coreos.com/v1", kind: "Prometheus" },
  metadata: { name: "p", namespace: "ns", annotations },
  spec: { replicas: 1 },
});

forEachKubernetes("the readiness", (bench) => {
  /** Whatever is created stays as it is until this. */
  const controlled = (kind: string, status: Values) => {
    bench.api.controllers[kind] = (path, object) =>
      void bench.api.store.put(path, { ...object, status });
  };

  /** Fails within a second, with the state kept for the engine. */
  async function failure(of: string, news: Values, id: string): Promise<string> {
    const error: unknown = await bench
      .make(of, news, { timeoutSeconds: 1 })
      .then(() => assert.fail("it was ready"))
      .catch((reason: unknown) => reason);
    const kept = keptOf(error);
    assert.equal(kept?.id, id, String(error));
    assert.equal(at(kept?.outputs, ["metadata", "name"]), id.split("/").pop());
    return (kept?.reasons ?? []).join("\n");
  }

  it("of a Deployment comes with its pods", async () => {
    bench.api.controllers["Deployment"] = deploymentController(bench.api, 1);
    const made = await bench.make(urns.deployment, workload("Deployment"), { timeoutSeconds: 5 });
    assert.equal(at(made.outputs, ["status", "availableReplicas"]), 1);
  });

  it("of a Deployment fails with the words of its pods", async () => {
    bench.api.controllers["Deployment"] = deploymentController(bench.api, 0);
    const words = await failure(urns.deployment, workload("Deployment"), "ns/web");
    assert.match(words, /too few replicas/);
    assert.match(words, /web-1.*\n?.*ImagePullBackOff.*no such image/);
  });

  it("of a StatefulSet comes with its pods, at one revision", async () => {
    bench.api.controllers["StatefulSet"] = statefulSetController(bench.api, 1);
    const news = workload("StatefulSet");
    const made = await bench.make(urns.statefulSet, news, { timeoutSeconds: 5 });
    assert.equal(at(made.outputs, ["status", "readyReplicas"]), 1);
  });

  it("of a StatefulSet fails with the words of its pods", async () => {
    bench.api.controllers["StatefulSet"] = statefulSetController(bench.api, 0);
    const words = await failure(urns.statefulSet, workload("StatefulSet"), "ns/web");
    assert.match(words, /0 (out )?of 1 replicas/);
    assert.match(words, /web-1.*\n?.*ImagePullBackOff.*no such image/);
  });

  it("of a StatefulSet does not come while it is between two revisions", async () => {
    bench.api.controllers["StatefulSet"] = statefulSetController(bench.api, 1, false);
    const words = await failure(urns.statefulSet, workload("StatefulSet"), "ns/web");
    assert.match(words, /revision/);
  });

  it("is not waited for where the object says so", async () => {
    const news = workload("Deployment", {}, { "pulumi.com/skipAwait": "true" });
    const made = await bench.make(urns.deployment, news);
    assert.equal(made.outputs["status"], undefined);
  });

  it("of a custom resource is not waited for by itself", async () => {
    const made = await bench.make(urns.prometheus, prometheus({}));
    assert.equal(made.outputs["status"], undefined);
  });

  it("of a custom resource comes with the condition that it names", async () => {
    const wanted = prometheus({ "pulumi.com/waitFor": "condition=Available" });
    const conditions = [{ type: "Available", status: "True" }];
    controlled("Prometheus", { conditions });
    const made = await bench.make(urns.prometheus, wanted, { timeoutSeconds: 5 });
    assert.deepEqual(at(made.outputs, ["status", "conditions"]), conditions);
  });

  it("of a custom resource fails with the condition that it names", async () => {
    const wanted = prometheus({ "pulumi.com/waitFor": "condition=Available" });
    controlled("Prometheus", { conditions: [{ type: "Available", status: "False" }] });
    assert.match(await failure(urns.prometheus, wanted, "ns/p"), /condition/);
  });

  it("of a custom resource comes with the field that it names", async () => {
    controlled("Prometheus", { phase: "Up" });
    const wanted = prometheus({ "pulumi.com/waitFor": "jsonpath={.status.phase}=Up" });
    const made = await bench.make(urns.prometheus, wanted, { timeoutSeconds: 5 });
    assert.equal(at(made.outputs, ["status", "phase"]), "Up");
  });

  it("of a load balancer comes with its address", async () => {
    controlled("Service", { loadBalancer: { ingress: [{ ip: "10.0.0.9" }] } });
    const spec = { type: "LoadBalancer", ports: [{ port: 1 }] };
    const news = { ...configMap({}), kind: "Service", spec };
    const made = await bench.make(urns.service, news, { timeoutSeconds: 5 });
    assert.equal(at(made.outputs, ["status", "loadBalancer", "ingress", 0, "ip"]), "10.0.0.9");
  });

  it("of a load balancer fails without one", async () => {
    const spec = { type: "LoadBalancer", ports: [{ port: 1 }] };
    const news = { ...configMap({}), kind: "Service", spec };
    assert.match(await failure(urns.service, news, "ns/a"), /address/);
  });

  it("is looked at again in a refresh, whose failure keeps the state", async () => {
    bench.api.controllers["StatefulSet"] = statefulSetController(bench.api, 1);
    const made = await bench.make(urns.statefulSet, workload("StatefulSet"));
    statefulSetController(bench.api, 0)(
      "/apis/apps/v1/namespaces/ns/statefulsets/web",
      made.outputs,
    );
    await assert.rejects(bench.plugin.read(urns.statefulSet, made), (error: Error) => {
      const kept = keptOf(error);
      assert.equal(kept?.id, "ns/web");
      assert.deepEqual(kept?.inputs, made.inputs);
      assert.match(kept?.reasons.join("\n") ?? "", /0 (out )?of 1 replicas/);
      return true;
    });
  });

  it("ends with the operation, when that is cancelled", async () => {
    const attempt = bench.make(urns.statefulSet, workload("StatefulSet"), { timeoutSeconds: 60 });
    const failed = assert.rejects(attempt, (error: Error) => {
      assert.match(error.message, /cancelled/);
      assert.equal(keptOf(error)?.id, "ns/web", "the engine has to know of what was made");
      return true;
    });
    setTimeout(() => void bench.plugin.cancel(), 300);
    await failed;
  });
});
