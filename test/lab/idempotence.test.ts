// A second `pulumi up` of every stack changes nothing, neither in the state nor in the cluster.
import * as assert from "node:assert/strict";
import { budget } from "./support/budget";
import { listObjects } from "./support/cluster";
import { onProgram, stackNames, up } from "./support/stacks";

const WORKLOADS = "pods,deployments,statefulsets,services,configmaps,prometheuses";

/** All objects, each with its generation. */
async function fingerprint(cluster: string): Promise<string[]> {
  const objects = await listObjects(cluster, WORKLOADS);
  return (
    objects
      // A terminating pod belongs to an earlier rollout.
      .filter(({ metadata }) => metadata["deletionTimestamp"] === undefined)
      .map(({ kind, metadata: { name, namespace = "", uid = "", generation = 0 } }) =>
        [kind, namespace, name, uid, generation].join(" "),
      )
      .sort()
  );
}

describe("a second `pulumi up`", () => {
  budget(240);

  for (const stack of stackNames) {
    it(`of ${stack} previews no change`, async () => {
      await onProgram("preview", stack, ["--expect-no-changes"]);
    });

    it(`of ${stack} leaves all resources and pods unchanged`, async () => {
      const before = await fingerprint(stack);
      const operations = await up(stack);
      // Reading a reference to another stack changes nothing.
      const changes = Object.keys(operations).filter((name) => name !== "same" && name !== "read");
      assert.deepEqual(changes, []);
      assert.ok((operations["same"] ?? 0) > 30, JSON.stringify(operations));
      assert.deepEqual(await fingerprint(stack), before);
    });
  }
});
