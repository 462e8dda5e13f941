// What a kubernetes plugin says of objects that do not get ready, and what the engine keeps of them.
import * as assert from "node:assert/strict";
import { at, type Values } from "../../../lab/plugins/protocol/values";
import { keptOf } from "../client";
import { deploymentController, statefulSetController } from "../fake/controllers";
import { type Bench, configMap, urns, workload } from "./bench";

const service: Values = {
  ...{ ...configMap({}), kind: "Service", metadata: { name: "balanced", namespace: "ns" } },
  spec: { type: "LoadBalancer", ports: [{ port: 1 }] },
};
const prometheus: Values = {
  ...{ apiVersion: "monitoring.coreos.com/v1", kind: "Prometheus" },
  metadata: {
    ...{ name: "fleet", namespace: "ns" },
    annotations: { "pulumi.com/waitFor": "condition=Available" },
  },
};
const cases: [what: string, of: string, news: Values, words: RegExp[]][] = [
  [
    "a Deployment, with the words of its pods",
    urns.deployment,
    workload("Deployment", {}, {}, "web"),
    [/too few replicas/, /web-1.*\n?.*ImagePullBackOff.*no such image/],
  ],
  [
    "a StatefulSet, with the words of its pods",
    urns.statefulSet,
    workload("StatefulSet", {}, {}, "store"),
    [/0 (out )?of 1 replicas/, /store-1.*\n?.*ImagePullBackOff.*no such image/],
  ],
  [
    "a StatefulSet between two revisions",
    urns.statefulSet,
    workload("StatefulSet", {}, {}, "rolling"),
    [/revision/],
  ],
  ["a custom resource, by the condition that it names", urns.prometheus, prometheus, [/condition/]],
  ["a load balancer without an address", urns.service, service, [/address/]],
];

export function testFailures(bench: Bench): void {
  const failures = new Map<string, unknown>();

  before(async () => {
    const { api } = bench;
    api.reset();
    const stuck = statefulSetController(api, 0);
    const rolling = statefulSetController(api, 1, false);
    api.controllers["Deployment"] = deploymentController(api, 0);
    api.controllers["StatefulSet"] = (path, object) =>
      (path.endsWith("/rolling") ? rolling : stuck)(path, object);
    const attempts = cases.map(([what, of, news]) =>
      bench
        .make(of, news, { timeoutSeconds: 2 })
        .then(() => failures.set(what, new Error("it was ready")))
        .catch((error: unknown) => failures.set(what, error)),
    );
    await Promise.all(attempts);
  });

  for (const [what, , news, words] of cases) {
    it(`report ${what}, and the object is kept`, () => {
      const failure = failures.get(what);
      const kept = keptOf(failure);
      const name = at(news, ["metadata", "name"]);
      assert.equal(kept?.id, `ns/${String(name)}`, String(failure));
      assert.equal(at(kept?.outputs, ["metadata", "name"]), name);
      const reasons = kept?.reasons.join("\n") ?? "";
      words.forEach((word) => assert.match(reasons, word));
    });
  }
}
