// Samples that only the buckets have: a block of `up` in each cluster's bucket, older than any Prometheus of the lab.
import { clusters } from "../../../lab/cluster/machines";
import { backfill, backfilled } from "../support/backfill";
import { bucketOf, removeBlocks } from "../support/blocks";

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

const names = clusters.map(({ name }) => name);

/** Store Gateways find them at their next start. */
export const keepSamples = (): Promise<void> =>
  backfill(names, { samples: samples(), longest: "2h", replica: REPLICA });

export async function removeSamples(): Promise<void> {
  for (const name of names) {
    const blocks = (await backfilled(name, REPLICA)).map(({ ulid }) => ulid);
    await removeBlocks(bucketOf(name), blocks);
  }
}
