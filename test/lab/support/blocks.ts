// The blocks in the lab's buckets, by S3, and Thanos' tools on them.
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import {
  DeleteObjectsCommand,
  GetObjectCommand,
  S3Client,
  paginateListObjectsV2,
} from "@aws-sdk/client-s3";
import { z } from "zod";
import { builtFile } from "../../../lab/build/programs";
import { run } from "../../../lab/run";
import { s3Endpoint, s3Keys } from "../../../lab/s3";
import { OBJSTORE_KEY, objstoreYaml } from "../../../components/object-store/spec";

const REGION = "us-east-1";
const META = "meta.json";
/** Objects of one call. */
const BATCH = 1000;

const meta = z.object({
  ulid: z.string(),
  minTime: z.number(),
  maxTime: z.number(),
  compaction: z.object({ level: z.number(), sources: z.array(z.string()) }),
  thanos: z.object({
    labels: z.record(z.string(), z.string()),
    downsample: z.object({ resolution: z.number() }),
    source: z.string(),
  }),
});

/** A block's meta.json; times and the resolution are milliseconds. */
export type Meta = z.infer<typeof meta>;

/** The bucket that the program made for a cluster of the lab. */
export const bucketOf = (cluster: string): string => `lab-${cluster}`;

export function s3(): S3Client {
  const { accessKey, secretKey } = s3Keys();
  return new S3Client({
    ...{ endpoint: `http://${s3Endpoint}`, region: REGION, forcePathStyle: true },
    credentials: { accessKeyId: accessKey, secretAccessKey: secretKey },
  });
}

/** Files of every folder with the name of a block. A block without meta.json is incomplete. */
export async function filesOfBlocks(bucket: string): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  for await (const page of paginateListObjectsV2({ client: s3() }, { Bucket: bucket })) {
    for (const { Key: key = "" } of page.Contents ?? []) {
      const [, block, file] = /^([0-9A-Z]{26})\/(.+)$/.exec(key) ?? [];
      if (block !== undefined && file !== undefined) {
        found.set(block, [...(found.get(block) ?? []), file]);
      }
    }
  }
  return found;
}

export const isWhole = (files: readonly string[] | undefined): boolean =>
  files?.includes(META) === true;

/** Names of the complete blocks. */
export const wholeBlocks = async (bucket: string): Promise<string[]> =>
  [...(await filesOfBlocks(bucket))].filter(([, files]) => isWhole(files)).map(([name]) => name);

export async function metasOf(bucket: string): Promise<Meta[]> {
  const client = s3();
  const texts = (await wholeBlocks(bucket)).map(async (block) => {
    const got = await client.send(
      new GetObjectCommand({ Bucket: bucket, Key: `${block}/${META}` }),
    );
    return (await got.Body?.transformToString()) ?? "";
  });
  return (await Promise.all(texts)).map((text) => meta.parse(JSON.parse(text)));
}

/** Blocks that a Store Gateway serves: a compacted one replaces its sources, even before they are deleted. */
export const served = (metas: readonly Meta[]): Meta[] =>
  metas.filter(
    ({ compaction: { sources }, thanos: { downsample } }) =>
      !metas.some(
        ({ compaction: other, thanos }) =>
          thanos.downsample.resolution === downsample.resolution &&
          other.sources.length > sources.length &&
          sources.every((source) => other.sources.includes(source)),
      ),
  );

/** Deletes blocks from the bucket. */
export async function removeBlocks(bucket: string, blocks: readonly string[]): Promise<void> {
  const all = await filesOfBlocks(bucket);
  const keys = blocks.flatMap((block) => (all.get(block) ?? []).map((file) => `${block}/${file}`));
  for (let i = 0; i < keys.length; i += BATCH) {
    const objects = keys.slice(i, i + BATCH).map((Key) => ({ Key }));
    await s3().send(new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects: objects } }));
  }
}

/** Runs `thanos tools bucket …` on a bucket; returns its output. */
export async function bucketTool(bucket: string, args: readonly string[]): Promise<string> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "thanos-fleet-objstore-"));
  try {
    const file = path.join(folder, OBJSTORE_KEY);
    const location = { type: "S3", bucket, region: REGION, endpoint: s3Endpoint } as const;
    const text = objstoreYaml(location, { keys: s3Keys(), plaintext: true });
    fs.writeFileSync(file, text, { mode: 0o600 });
    const program = [builtFile("thanos", "thanos"), "tools", "bucket", ...args];
    return await run([...program, `--objstore.config-file=${file}`]);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** OpenMetrics text as a folder of blocks, made by promtool. */
export async function blocksFrom(
  lines: readonly string[],
  longest: string,
  folder: string,
): Promise<string> {
  const text = path.join(folder, "samples.txt");
  const blocks = path.join(folder, "blocks");
  fs.writeFileSync(text, [...lines, "# EOF", ""].join("\n"));
  const program = [
    builtFile("prometheus", "promtool"),
    "tsdb",
    "create-blocks-from",
    "openmetrics",
  ];
  await run([...program, "--quiet", `--max-block-duration=${longest}`, text, blocks]);
  return blocks;
}
