// What a kubernetes plugin waits for, and what it says of what does not come.
import * as assert from "node:assert/strict";
import { at, type Values } from "../../../lab/plugins/protocol/values";
import { keptOf } from "../client";
import { deploymentController, statefulSetController } from "../fake/controllers";
import { type Bench, configMap, urns, workload } from "./bench";

const prometheus = (annotations: Values): Values => ({
  ...{ apiVersion: "monitoring.coreos.com/v1", kind: "Prometheus" },
  metadata: { name: "p", namespace: "ns", annotations },
  spec: { replicas: 1 },
});

export function testReadiness(bench: Bench): void {
  /** Whatever is created stays as it is until this. */
  const controlled = (kind: string, status: Values) => {
    bench.api.controllers[kind] = (path, object) =>
      void bench.api.store.put(path, { ...object, status });
  };

  it("of a Deployment comes with its pods", async () => {
    bench.api.controllers["Deployment"] = deploymentController(bench.api, 1);
    const made = await bench.make(urns.deployment, workload("Deployment"), { timeoutSeconds: 5 });
    assert.equal(at(made.outputs, ["status", "availableReplicas"]), 1);
  });

  it("of a StatefulSet comes with its pods, at one revision", async () => {
    bench.api.controllers["StatefulSet"] = statefulSetController(bench.api, 1);
    const news = workload("StatefulSet");
    const made = await bench.make(urns.statefulSet, news, { timeoutSeconds: 5 });
    assert.equal(at(made.outputs, ["status", "readyReplicas"]), 1);
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

  it("of a custom resource is not looked at again in a refresh", async () => {
    const annotations = { "pulumi.com/waitFor": "condition=Available" };
    controlled("Prometheus", { conditions: [{ type: "Available", status: "True" }] });
    const made = await bench.make(urns.prometheus, prometheus(annotations), { timeoutSeconds: 5 });
    const path = "/apis/monitoring.coreos.com/v1/namespaces/ns/prometheuses/p";
    const status = { conditions: [{ type: "Available", status: "False" }] };
    bench.api.store.put(path, { ...bench.api.store.get(path), status });
    const read = await bench.plugin.read(urns.prometheus, made);
    assert.deepEqual(read?.outputs["status"], status);
  });
}
