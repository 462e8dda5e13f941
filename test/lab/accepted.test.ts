// A real API server accepts what the program accepts: a sample of generated configurations, by dry run.
import * as assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { kubectl } from "../../lab/cluster/kubectl";
import { observees } from "../../lab/cluster/machines";
import { completeReferences } from "../../tools/render/references";
import { stackConfig } from "../../tools/render/stack-config";
import { timeoutsFall } from "../policy/timeouts";
import { record } from "../../tools/render/recorder";
import { quickly } from "../support/fleet";
import { sampleOfConfigs } from "./support/accepted-configs";
import { budget } from "./support/budget";
import { dryRun } from "./support/dry-run";
import { bringEdgeKinds, EDGE_KINDS, takeAway } from "./support/edge-kinds";

const CLUSTER = observees[1].name;
/** A namespace without other objects. */
const NAMESPACE = "dry-run-sample";
const TRIED = 1200;
const LEAST = 200;
/** Number of objects that are sent while the next ones are created. */
const AT_ONCE = 400;

/** The objects of a configuration; empty if the program rejects it. */
async function recorded(config: Readonly<Record<string, unknown>>) {
  const read = stackConfig(config);
  const references = await completeReferences(read, {}, "");
  const run = { stack: "sample", config: read, references, preview: false } as const;
  const { resources, error } = await quickly(() => record(run));
  if (error !== undefined) {
    assert.ok(pulumi.RunError.isInstance(error), String(error));
    return undefined;
  }
  return resources;
}

describe("accepted configurations", () => {
  budget(300);

  // Otherwise each configuration would print its warnings.
  const { warn } = console;
  before("silence warnings", () => {
    console.warn = () => undefined;
  });
  after("restore warnings", () => {
    console.warn = warn;
  });
  let brought: readonly string[] = [];
  before("install the CRDs of the edges", async () => {
    brought = await bringEdgeKinds(CLUSTER);
  });
  after("remove the objects", () => takeAway(CLUSTER, brought));
  before("create a namespace", () => kubectl(CLUSTER, ["create", "namespace", NAMESPACE]));
  after("remove the namespace", () =>
    kubectl(CLUSTER, ["delete", "namespace", NAMESPACE, "--wait=false"]),
  );

  it(`are accepted by the API server's dry run: at least ${String(LEAST)} of a sample`, async () => {
    const known = new Set<string>();
    const fresh: object[] = [];
    const answers: Promise<string[]>[] = [];
    const send = () => answers.push(dryRun(CLUSTER, fresh.splice(0)));
    let accepted = 0;
    for (const config of sampleOfConfigs(TRIED, NAMESPACE)) {
      const resources = await recorded(config);
      if (resources === undefined) {
        continue;
      }
      accepted += 1;
      assert.deepEqual(timeoutsFall(resources), []);
      for (const { inputs } of resources.filter(({ type }) => type.startsWith("kubernetes:"))) {
        const text = JSON.stringify(inputs);
        if (!known.has(text)) {
          known.add(text);
          fresh.push(inputs);
        }
      }
      if (fresh.length >= AT_ONCE) {
        send();
      }
      if (accepted === LEAST) {
        break;
      }
    }
    send();
    const refused = (await Promise.all(answers)).flat();
    assert.ok(accepted >= LEAST, `${String(accepted)} were accepted`);
    console.log(`      ${String(accepted)} configurations, ${String(known.size)} objects`);
    assert.deepEqual(refused, []);
    const sent = [...known].map((text) => String(Reflect.get(Object(JSON.parse(text)), "kind")));
    for (const kind of Object.values(EDGE_KINDS).flat()) {
      assert.ok(sent.includes(kind), `no ${kind} was among them`);
    }
  });

  it("would be rejected by a CEL rule of a CRD", async () => {
    const listener = { name: "a", port: 443, protocol: "HTTP", tls: { mode: "Terminate" } };
    const gateway = {
      ...{ apiVersion: "gateway.networking.k8s.io/v1", kind: "Gateway" },
      metadata: { name: "planted", namespace: NAMESPACE },
      spec: { gatewayClassName: "a", listeners: [listener] },
    };
    assert.match((await dryRun(CLUSTER, [gateway])).join(), /tls must not be specified/);
  });
});
