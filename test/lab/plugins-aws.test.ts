// The contract of the aws provider's S3 types, against the lab's endpoint.
import * as assert from "node:assert/strict";
import * as crypto from "node:crypto";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { unknown, type Values } from "../../lab/plugins/protocol/values";
import { s3Endpoint, s3Keys } from "../../lab/s3";
import { Plugin, urnOf, type Held } from "../plugins/client";
import { forEachPlugin } from "../plugins/found";

const bucketUrn = urnOf("aws:s3/bucket:Bucket", "blocks");
const versioningUrn = urnOf("aws:s3/bucketVersioning:BucketVersioning", "blocks");
const policyUrn = urnOf("aws:s3/bucketPolicy:BucketPolicy", "blocks");

forEachPlugin("aws", (command) => {
  const name = `plugin-contract-${crypto.randomBytes(3).toString("hex")}`;
  const endpoint = `http://${s3Endpoint}`;
  const region = "us-east-1";
  let plugin: Plugin;
  let bucket: Held;

  before(async () => {
    const { accessKey, secretKey } = s3Keys();
    plugin = await Plugin.start(command, {
      ...{ region, accessKey, secretKey, s3UsePathStyle: "true" },
      // The SDK sends values other than strings as JSON.
      endpoints: JSON.stringify([{ s3: endpoint }]),
      ...{ skipCredentialsValidation: "true", skipRegionValidation: "true" },
      ...{ skipRequestingAccountId: "true", skipMetadataApiCheck: "true" },
    });
    bucket = await make(bucketUrn, { bucket: name });
  });

  after(() => plugin.stop());

  async function make(urn: string, news: Values): Promise<Held> {
    const { inputs, failures } = await plugin.check(urn, {}, news);
    assert.deepEqual(failures, []);
    return plugin.create(urn, inputs);
  }

  it("creates a bucket and returns its name", () => {
    assert.equal(bucket.id, name);
    assert.equal(bucket.outputs["arn"], `arn:aws:s3:::${name}`);
    assert.equal(bucket.outputs["bucket"], name);
  });

  it("generates a name for a bucket without one, and keeps it", async () => {
    const first = await plugin.check(bucketUrn, {}, {});
    assert.match(String(first.inputs["bucket"]), /^blocks-[0-9a-f]{7}$/);
    const again = await plugin.check(bucketUrn, first.inputs, {});
    assert.equal(again.inputs["bucket"], first.inputs["bucket"]);
  });

  it("reports no difference if nothing changed", async () => {
    const { inputs } = await plugin.check(bucketUrn, bucket.inputs, { bucket: name });
    assert.equal((await plugin.diff(bucketUrn, bucket, inputs)).changed, false);
  });

  it("replaces a bucket with another name", async () => {
    const diff = await plugin.diff(bucketUrn, bucket, { ...bucket.inputs, bucket: `${name}-b` });
    assert.deepEqual(diff.replaces, ["bucket"]);
  });

  it("changes tags in place", async () => {
    const news = { ...bucket.inputs, tags: { team: "metrics" } };
    assert.deepEqual((await plugin.diff(bucketUrn, bucket, news)).replaces, []);
    bucket = await plugin.update(bucketUrn, bucket, news);
    assert.deepEqual(bucket.outputs["tagsAll"], { team: "metrics" });
  });

  it("enables versioning, and suspends it when it is removed", async () => {
    const inputs = { bucket: name, versioningConfiguration: { status: "Enabled" } };
    const versioning = await make(versioningUrn, inputs);
    assert.notEqual(await plugin.read(versioningUrn, versioning), undefined);
    assert.equal((await plugin.diff(versioningUrn, versioning, versioning.inputs)).changed, false);
    await plugin.delete(versioningUrn, versioning);
  });

  it("sets a policy, compares it by content, and removes it", async () => {
    const statement = {
      ...{ Effect: "Allow", Principal: "*", Action: "s3:GetObject" },
      Resource: `arn:aws:s3:::${name}/*`,
    };
    const document = { Version: "2012-10-17", Statement: [statement] };
    const policy = await make(policyUrn, { bucket: name, policy: JSON.stringify(document) });
    const written = { ...policy.inputs, policy: JSON.stringify(document, null, 2) };
    assert.equal((await plugin.diff(policyUrn, policy, written)).changed, false);
    await plugin.delete(policyUrn, policy);
    assert.equal(await plugin.read(policyUrn, policy), undefined);
  });

  it("returns unknown outputs in a preview of a creation", async () => {
    const { outputs } = await plugin.create(bucketUrn, { bucket: "later" }, { preview: true });
    assert.deepEqual([outputs["arn"], outputs["bucket"]], [unknown, "later"]);
  });

  it("deletes a bucket with objects only with forceDestroy", async () => {
    const { accessKey, secretKey } = s3Keys();
    const credentials = { accessKeyId: accessKey, secretAccessKey: secretKey };
    const client = new S3Client({ endpoint, region, credentials, forcePathStyle: true });
    await client.send(new PutObjectCommand({ Bucket: name, Key: "a/b", Body: "one" }));
    await assert.rejects(plugin.delete(bucketUrn, bucket), /BucketNotEmpty|not empty/i);
    const updated = await plugin.update(bucketUrn, bucket, {
      ...bucket.inputs,
      forceDestroy: true,
    });
    await plugin.delete(bucketUrn, updated);
    assert.equal(await plugin.read(bucketUrn, updated), undefined);
    client.destroy();
  });
});
