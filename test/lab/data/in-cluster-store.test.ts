// An observee that has an S3 server of its own: it uploads there, and the observer reads it over TLS, and only reads.
import * as assert from "node:assert/strict";
import * as https from "node:https";
import { ListObjectsV2Command, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { clusters, observees, observer } from "../../../lab/cluster/machines";
import { until } from "../../../lab/run";
import { s3Keys } from "../../../lab/s3";
import { findPlugins } from "../../../lab/stacks/plugins";
import { pulumi, stackFile } from "../../../lab/stacks/pulumi";
import { NAMES } from "../../../specs/names";
import type { ObjectStoreKeys } from "../../../specs/objstore";
import { budget } from "../support/budget";
import { fileOf, secretFiles } from "../support/cluster";
import { mustUp } from "../support/engine";
import { configure } from "../support/overrides";
import { heldBy, pastOf } from "../support/past";
import { settled } from "../support/query-loop";
import { rest } from "../support/rest";
import { scale } from "../support/scale";
import { observeeOutputs, onState } from "../support/stacks";

const B = observees[1].name;
const all = clusters.map(({ name }) => name);
const server = `statefulset/${NAMES.objectStore}`;
const SERIES = `up{cluster="${B}", job="prometheus"}[45s]`;
const PATIENCE = 150;

/** Buckets and CA keys are protected: who moves to another store says so. */
const unprotect = () => onState(["state", "unprotect", "--all", "--yes"], B);

/** The observer's key pairs for the observees' stores; the lab's own for those that have no other. */
async function setPairs(other: Readonly<Record<string, ObjectStoreKeys>>): Promise<void> {
  const pairs = { ...Object.fromEntries(observees.map(({ name }) => [name, s3Keys()])), ...other };
  const where = ["--stack", observer.name, "--config-file", stackFile(observer.name)];
  const set = ["config", "set", "--secret", "thanos-fleet:observeeStoreKeys", ...where];
  await pulumi(set, findPlugins(), { input: JSON.stringify(pairs) });
}

async function readerKeys(): Promise<ObjectStoreKeys> {
  const files = await secretFiles(B, NAMES.objectStoreReader);
  return { accessKey: fileOf(files, "accessKey"), secretKey: fileOf(files, "secretKey") };
}

/** The store as the observer has it: by its address, its name and its CA. */
async function reader(): Promise<{ readonly client: S3Client; readonly bucket: string }> {
  const { objectStore } = await observeeOutputs(B);
  assert.ok(objectStore.type === "S3" && objectStore.tls !== undefined);
  const { endpoint, region, tls, bucket } = objectStore;
  const { accessKey, secretKey } = await readerKeys();
  const httpsAgent = new https.Agent({ ca: tls.ca, servername: tls.serverName });
  const client = new S3Client({
    ...{ endpoint: `https://${endpoint}`, region, forcePathStyle: true },
    credentials: { accessKeyId: accessKey, secretAccessKey: secretKey },
    requestHandler: { httpsAgent },
  });
  return { client, bucket };
}

async function blocks(): Promise<string[]> {
  const { client, bucket } = await reader();
  const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: bucket }));
  return Contents.map(({ Key = "" }) => Key).filter((key) => key.endsWith("/meta.json"));
}

/** Whether the fleet has samples of a time that Prometheus itself has let go of. */
const answers = async (time: number): Promise<boolean> =>
  (await pastOf(SERIES, time).catch(() => [])).length > 0;

describe(`${B} with an S3 server of its own`, () => {
  budget(480);
  let past = 0;

  before("the fleet is at rest", () => rest());
  after("put all back", async () => {
    await unprotect();
    await configure(B, { objectStore: undefined, unsafeForTests: undefined });
    await setPairs({});
    await mustUp(B);
    await mustUp(observer.name);
    await settled(all);
  });

  it("has its bucket after `up`, and uploads to it", async () => {
    await unprotect();
    await configure(B, {
      objectStore: {
        kind: "inCluster",
        storage: { size: "5Gi" },
        exposure: { kind: "loadBalancer" },
      },
      unsafeForTests: { plaintextObjectStore: true, blockDuration: "30s", retention: "30s" },
    });
    await mustUp(B);
    past = Date.now() / 1000;
    assert.ok(await until(PATIENCE, async () => (await blocks()).length > 2, 2), "no block came");
  });

  it("lets the observer's user read, and not write", async () => {
    const { client, bucket } = await reader();
    const put = new PutObjectCommand({ Bucket: bucket, Key: "x", Body: "x" });
    await assert.rejects(client.send(put), { name: "AccessDenied" });
  });

  it("is answered for by the observer's Store Gateway once Prometheus holds the past no more", async () => {
    await setPairs({ [B]: await readerKeys() });
    await mustUp(observer.name);
    past += 45;
    const gone = async () => (await heldBy(B, SERIES, past).catch(() => [0])).length === 0;
    assert.ok(await until(PATIENCE, gone, 2), "Prometheus still holds it");
    assert.ok(await until(PATIENCE, () => answers(past), 2), "nobody answers for it");
  });

  it("is not answered for while the server is scaled to 0", async () => {
    await scale(B, server, 0);
    assert.ok(await until(PATIENCE, async () => !(await answers(past)), 2), "it still is");
  });

  it("is answered for again once the server is back", async () => {
    await scale(B, server, 1);
    assert.ok(await until(PATIENCE, () => answers(past), 2), "nobody answers for it");
  });
});
