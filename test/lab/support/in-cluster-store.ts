// An observee's own S3 server: who may read it, and the blocks in it.
import * as assert from "node:assert/strict";
import * as https from "node:https";
import { ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { observees, observer } from "../../../lab/cluster/machines";
import { s3Keys } from "../../../lab/s3";
import { findPlugins } from "../../../lab/stacks/plugins";
import { pulumi, stackFile } from "../../../lab/stacks/pulumi";
import { NAMES } from "../../../kubernetes/names";
import type { ObjectStoreKeys } from "../../../components/object-store/spec";
import { fileOf, secretFiles } from "./cluster";
import { observeeOutputs, onState } from "./stacks";

/** Buckets and CA keys are protected, so a move to another store has to be declared. */
export const unprotect = (observee: string) =>
  onState(["state", "unprotect", "--all", "--yes"], observee);

/** The observer's key pairs for the observees' stores; the lab's own by default. */
export async function setPairs(other: Readonly<Record<string, ObjectStoreKeys>>): Promise<void> {
  const pairs = { ...Object.fromEntries(observees.map(({ name }) => [name, s3Keys()])), ...other };
  const where = ["--stack", observer.name, "--config-file", stackFile(observer.name)];
  const set = ["config", "set", "--secret", "thanos-fleet:observeeStoreKeys", ...where];
  await pulumi(set, findPlugins(), { input: JSON.stringify(pairs) });
}

export async function readerKeys(observee: string): Promise<ObjectStoreKeys> {
  const files = await secretFiles(observee, NAMES.objectStoreReader);
  return { accessKey: fileOf(files, "accessKey"), secretKey: fileOf(files, "secretKey") };
}

/** The store as the observer reaches it: by address, server name and CA. */
export async function reader(
  observee: string,
): Promise<{ readonly client: S3Client; readonly bucket: string }> {
  const { objectStore } = await observeeOutputs(observee);
  assert.ok(objectStore.type === "S3" && objectStore.tls !== undefined);
  const { endpoint, region, tls, bucket } = objectStore;
  const { accessKey, secretKey } = await readerKeys(observee);
  const httpsAgent = new https.Agent({ ca: tls.ca, servername: tls.serverName });
  const client = new S3Client({
    ...{ endpoint: `https://${endpoint}`, region, forcePathStyle: true },
    credentials: { accessKeyId: accessKey, secretAccessKey: secretKey },
    requestHandler: { httpsAgent },
  });
  return { client, bucket };
}

/** Names of the complete blocks in it. */
export async function blocksIn(observee: string): Promise<string[]> {
  const { client, bucket } = await reader(observee);
  const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: bucket }));
  return Contents.flatMap(({ Key = "" }) => /^([0-9A-Z]{26})\/meta\.json$/.exec(Key)?.[1] ?? []);
}
