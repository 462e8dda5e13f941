// Samples that only the buckets have: a block of `up` in each cluster's bucket, older than any Prometheus of the lab.
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { clusters } from "../../../lab/cluster/machines";
import { blocksFrom, bucketOf, bucketTool, metasOf, removeBlocks } from "../support/blocks";

const [MINUTE, HOUR, DAY] = [60, 3600, 86_400];
const REPLICA = "kept";
/** Days. Blocks of two hours begin at even hours. */
const AGE = 5;

const begin = Math.floor(Date.now() / 1000 / (2 * HOUR)) * 2 * HOUR - AGE * DAY;

/** A time, in Unix seconds, at which each cluster has one series. */
export const PAST = begin + HOUR / 2;

function* samples(): Generator<string> {
  yield "# TYPE up gauge";
  for (let at = begin; at < begin + HOUR; at += MINUTE) {
    yield `up{job="${REPLICA}"} 1 ${String(at)}`;
  }
}

/** Store Gateways find them at their next start. */
export async function keepSamples(): Promise<void> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "thanos-fleet-kept-"));
  try {
    const blocks = await blocksFrom([...samples()], "2h", folder);
    for (const { name } of clusters) {
      await bucketTool(bucketOf(name), [
        "upload-blocks",
        `--path=${blocks}`,
        `--label=cluster="${name}"`,
        `--label=prometheus_replica="${REPLICA}"`,
      ]);
    }
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

export async function removeSamples(): Promise<void> {
  for (const bucket of clusters.map(({ name }) => bucketOf(name))) {
    const ours = (await metasOf(bucket)).filter(
      ({ thanos }) => thanos.labels["prometheus_replica"] === REPLICA,
    );
    await removeBlocks(
      bucket,
      ours.map(({ ulid }) => ulid),
    );
  }
}
