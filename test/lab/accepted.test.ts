// What the program accepts, a real API server accepts: a sample of generated configurations goes to its dry run.
import * as assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { kubectl } from "../../lab/cluster/kubectl";
import { observees } from "../../lab/cluster/machines";
import { record } from "../../render/recorder";
import { completeReferences } from "../../render/references";
import { stackConfig } from "../../render/stack-config";
import { timeoutsFall } from "../policy/timeouts";
import { sampleOfConfigs } from "./support/accepted-configs";
import { budget } from "./support/budget";
import { dryRun } from "./support/dry-run";

const CLUSTER = observees[1].name;
/** Of its own, so that no object there is in the way. */
const NAMESPACE = "dry-run-sample";
const TRIED = 600;
const LEAST = 200;

/** What is made of a configuration; nothing where the program refuses it. */
async function recorded(config: Readonly<Record<string, unknown>>) {
  const read = stackConfig(config);
  const references = await completeReferences(read, {}, "");
  const run = { stack: "sample", config: read, references, preview: false } as const;
  const { resources, error } = await record(run);
  if (error !== undefined) {
    assert.ok(pulumi.RunError.isInstance(error), String(error));
    return undefined;
  }
  return resources;
}

describe("accepted configurations", () => {
  budget(240);

  // Warnings of what is legal and surprises would be printed for each configuration.
  const { warn } = console;
  before("without warnings", () => {
    console.warn = () => undefined;
  });
  after("with warnings again", () => {
    console.warn = warn;
  });
  before("make a namespace", () => kubectl(CLUSTER, ["create", "namespace", NAMESPACE]));
  after("remove it", () => kubectl(CLUSTER, ["delete", "namespace", NAMESPACE]));

  it(`are taken by the API server's dry run: at least ${String(LEAST)} of a sample`, async () => {
    const distinct = new Map<string, object>();
    let accepted = 0;
    for (const config of sampleOfConfigs(TRIED, NAMESPACE)) {
      const resources = await recorded(config);
      if (resources === undefined) {
        continue;
      }
      accepted += 1;
      assert.deepEqual(timeoutsFall(resources), []);
      for (const { inputs } of resources.filter(({ type }) => type.startsWith("kubernetes:"))) {
        distinct.set(JSON.stringify(inputs), inputs);
      }
      if (accepted === LEAST) {
        break;
      }
    }
    assert.ok(accepted >= LEAST, `${String(accepted)} were accepted`);
    const refused = await dryRun(CLUSTER, [...distinct.values()]);
    console.log(`      ${String(accepted)} configurations, ${String(distinct.size)} objects`);
    assert.deepEqual(refused, []);
  });
});
