// Blocks of a test's own samples, put into the buckets of clusters as a sidecar would.
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { blocksFrom, bucketOf, bucketTool, metasOf, type Meta } from "./blocks";

interface Backfill {
  /** Lines in OpenMetrics format, without the last one. */
  readonly samples: Iterable<string>;
  /** Longest duration of a block. */
  readonly longest: string;
  /** Value of `prometheus_replica`, by which the blocks are found again. */
  readonly replica: string;
}

/** Store Gateways find the blocks at their next look at the bucket, which is every 15 minutes and at their start. */
export async function backfill(
  clusters: readonly string[],
  { samples, longest, replica }: Backfill,
): Promise<void> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "thanos-fleet-backfill-"));
  try {
    const blocks = await blocksFrom([...samples], longest, folder);
    for (const cluster of clusters) {
      await bucketTool(bucketOf(cluster), [
        "upload-blocks",
        `--path=${blocks}`,
        `--label=cluster="${cluster}"`,
        `--label=prometheus_replica="${replica}"`,
      ]);
    }
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** What a cluster's bucket has of these blocks, joined ones included. */
export const backfilled = async (cluster: string, replica: string): Promise<Meta[]> =>
  (await metasOf(bucketOf(cluster))).filter(
    ({ thanos }) => thanos.labels["prometheus_replica"] === replica,
  );
