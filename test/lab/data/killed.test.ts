// A sidecar is killed during an upload: no part reads what it leaves as a block, and its successor completes the
// upload.
import * as assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { GetBucketVersioningCommand } from "@aws-sdk/client-s3";
import { clusters, observees } from "../../../lab/cluster/machines";
import { sleep, until } from "../../../lab/run";
import {
  blocksFrom,
  bucketOf,
  bucketTool,
  filesOfBlocks,
  isWhole,
  removeBlocks,
  s3,
} from "../support/blocks";
import { budget } from "../support/budget";
import { settled } from "../support/query-loop";
import { atRest } from "../support/reset-fleet";
import { dataFolder, sidecarOf } from "../support/sidecar";

const A = observees[0].name;
const all = clusters.map(({ name }) => name);
const bucket = bucketOf(A);
/** After the first kill the kubelet waits for 10 s. */
const KILLS = 2;
/** Bytes of a chunk file that takes long to upload. */
const LARGE = 512 * 1024 * 1024;
const PATIENCE = 90;
const HOUR = 3600;

/** Header of a chunk file; the index refers to nothing after it. https://github.com/prometheus/prometheus/blob/main/tsdb/docs/format/chunks.md */
const CHUNKS = Buffer.from([0x85, 0xbd, 0x40, 0xdd, 1, 0, 0, 0]);

/** Puts a small block with a large file into Prometheus' folder, and returns its name. */
async function plant(folder: string): Promise<string> {
  const at = Math.floor(Date.now() / 1000 / HOUR) * HOUR - 24 * HOUR;
  const lines = ["# TYPE lab_planted gauge", `lab_planted 1 ${String(at)}`];
  const temporary = fs.mkdtempSync(path.join(os.tmpdir(), "thanos-fleet-planted-"));
  try {
    const blocks = await blocksFrom(lines, "2h", temporary);
    const name = fs.readdirSync(blocks)[0] ?? "";
    const large = path.join(blocks, name, "chunks/000002");
    fs.writeFileSync(large, CHUNKS);
    fs.truncateSync(large, LARGE);
    const { uid, gid } = fs.statSync(path.join(folder, "wal"));
    fs.cpSync(path.join(blocks, name), path.join(folder, `${name}.planted`), { recursive: true });
    for (const file of ["", "chunks", "chunks/000001", "chunks/000002", "index", "meta.json"]) {
      fs.chownSync(path.join(folder, `${name}.planted`, file), uid, gid);
    }
    fs.renameSync(path.join(folder, `${name}.planted`), path.join(folder, name));
    return name;
  } finally {
    fs.rmSync(temporary, { recursive: true, force: true });
  }
}

describe("a sidecar that is killed during an upload", () => {
  budget(180);
  const planted = { block: "" };
  const files = async (): Promise<readonly string[] | undefined> =>
    (await filesOfBlocks(bucket)).get(planted.block);
  const visible = async (): Promise<boolean> =>
    (await bucketTool(bucket, ["ls"])).includes(planted.block);

  before("wait until the fleet is at rest", () => atRest());
  before("plant a block", async () => {
    planted.block = await plant(dataFolder(A));
  });
  after("remove the block again", async () => {
    fs.rmSync(path.join(dataFolder(A), planted.block), { recursive: true, force: true });
    await removeBlocks(bucket, [planted.block]);
    await settled(all);
  });

  it("uploads to a bucket that the program created, without versioning, which nothing would expire", async () => {
    const { Status } = await s3().send(new GetBucketVersioningCommand({ Bucket: bucket }));
    assert.equal(Status, undefined);
  });

  for (let kill = 1; kill <= KILLS; kill += 1) {
    it(`leaves nothing that is read as a block (${String(kill)} of ${String(KILLS)})`, async () => {
      const started = await until(PATIENCE, async () => (await files()) !== undefined, 0.02);
      assert.ok(started, "no upload has begun");
      await until(PATIENCE, () => sidecarOf(A) !== undefined, 0.02);
      const moment = Math.random() / 2;
      await sleep(moment);
      const pid = sidecarOf(A);
      assert.ok(pid !== undefined, "the sidecar does not run");
      process.kill(pid, "SIGKILL");
      const left = await files();
      console.log(`        killed after ${moment.toFixed(2)} s: ${(left ?? []).join(", ")}`);
      assert.ok(!isWhole(left), "the upload was over before the kill");
      assert.equal(await visible(), false);
      assert.ok(await until(PATIENCE, () => ![undefined, pid].includes(sidecarOf(A)), 0.05));
    });
  }

  it("finishes the upload after its restart", async () => {
    assert.ok(await until(PATIENCE, async () => isWhole(await files()), 0.5), "it is not whole");
    assert.equal(await visible(), true);
  });
});
