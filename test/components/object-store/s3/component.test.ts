// A bucket and its key outlive the stack, unless configuration says that they go with it.
import * as assert from "node:assert/strict";
import { observerOutputs } from "../../../../tools/render/references";
import type { Recorded } from "../../../../tools/render/recorded";
import { AWS_STORE, OBSERVEE, withKeys } from "../../../support/configs";
import { run, unlessFailed } from "../../../support/fleet";
import { FULL } from "../../../support/stacks";

/** The bucket, what is set on it, and its key. */
async function bucketWith(forceDestroy: boolean): Promise<readonly Recorded[]> {
  const config = withKeys(OBSERVEE, {
    ...AWS_STORE,
    ...{ objectStoreAccessKey: undefined, objectStoreSecretKey: undefined },
    objectStore: { ...Object(AWS_STORE["objectStore"]), forceDestroy },
  });
  const references = { [FULL("observer")]: observerOutputs(["paris"]) };
  const { resources } = unlessFailed(await run(config, references, "observee"));
  return resources.filter(({ type }) => type.startsWith("aws:s3/") || type.startsWith("aws:kms/"));
}

describe("a bucket", () => {
  it("is protected with its key, and with all that is set on it retained", async () => {
    const resources = await bucketWith(false);
    assert.ok(resources.length > 7);
    assert.ok(resources.every(({ retainOnDelete }) => retainOnDelete));
    assert.deepEqual(
      resources.filter(({ protect }) => protect).map(({ name }) => name),
      ["observee-metrics-bucket", "observee-metrics-bucket-key"],
    );
    assert.ok(resources.every(({ inputs }) => inputs["forceDestroy"] === undefined));
  });

  it("goes with the stack, key and blocks and all, where configuration says so", async () => {
    const resources = await bucketWith(true);
    assert.ok(resources.every(({ retainOnDelete, protect }) => !retainOnDelete && !protect));
    const bucket = resources.find(({ type }) => type === "aws:s3/bucket:Bucket");
    assert.equal(bucket?.inputs["forceDestroy"], true);
  });
});
