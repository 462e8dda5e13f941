// The way of a block: cut by Prometheus, kept through an outage of the store, uploaded, answered for from the bucket.
import * as assert from "node:assert/strict";
import { GetBucketVersioningCommand } from "@aws-sdk/client-s3";
import { pidOf } from "../../../lab/cluster/daemons";
import { clusters, observees, observer, s3Machine } from "../../../lab/cluster/machines";
import { until } from "../../../lab/run";
import { startS3 } from "../../../lab/s3";
import { storeName } from "../../../specs/names";
import { bucketOf, s3, wholeBlocks } from "../support/blocks";
import { budget } from "../support/budget";
import { mustUp } from "../support/engine";
import { configure } from "../support/overrides";
import { heldBy, pastOf } from "../support/past";
import { settled } from "../support/query-loop";
import { rest } from "../support/rest";
import { scale } from "../support/scale";
import { localBlocks, shippedBlocks } from "../support/sidecar";

const A = observees[0].name;
const all = clusters.map(({ name }) => name);
const bucket = bucketOf(A);
const gateway = `statefulset/${storeName(A)}`;
const GATEWAYS = 2;
/** One series that is scraped every 15 s. */
const SERIES = `up{cluster="${A}", job="prometheus"}`;
/** Seconds between two samples that are next to each other, with one that came to grief between them. */
const NO_GAP = 31;
const PATIENCE = 150;
/** Seconds of the outage that are to be in blocks. */
const LEAST = 30;

const unsafe = (doors: object) => ({
  unsafeForTests: { plaintextObjectStore: true, ...doors },
});

/** Every block that Prometheus holds is in the bucket, and the sidecar knows it. */
async function allUploaded(): Promise<boolean> {
  const [local, shipped, stored] = [localBlocks(A), shippedBlocks(A), await wholeBlocks(bucket)];
  return [...local.keys()].every((block) => shipped.includes(block) && stored.includes(block));
}

async function stopStore(): Promise<void> {
  const daemon = { machine: s3Machine.name, name: "versitygw" };
  const pid = pidOf(daemon);
  assert.ok(pid !== undefined, "the store does not run");
  process.kill(pid, "SIGTERM");
  assert.ok(await until(20, () => pidOf(daemon) === undefined), "the store does not stop");
}

describe("a block", () => {
  budget(240);
  const outage = { began: 0, ended: 0, cut: [] as string[] };

  before("the fleet is at rest", () => rest());
  after("put all back", async () => {
    await startS3();
    await scale(observer.name, gateway, GATEWAYS);
    await configure(A, { unsafeForTests: undefined });
    await mustUp(A);
    await settled(all);
  });

  it("goes to a bucket that the program made, with versions", async () => {
    const { Status } = await s3().send(new GetBucketVersioningCommand({ Bucket: bucket }));
    assert.equal(Status, "Enabled");
  });

  it("is uploaded soon after it was cut", async () => {
    const before = await wholeBlocks(bucket);
    await configure(A, unsafe({ blockDuration: "30s" }));
    await mustUp(A);
    const uploaded = await until(
      PATIENCE,
      async () => (await wholeBlocks(bucket)).length > before.length && (await allUploaded()),
      1,
    );
    assert.ok(uploaded, "a block is not uploaded");
  });

  it("that is cut while the store is away is kept", async () => {
    const before = localBlocks(A);
    await stopStore();
    outage.began = Date.now() / 1000;
    const newest = () => Math.max(...localBlocks(A).values());
    const cut = await until(PATIENCE, () => newest() > outage.began + LEAST, 1);
    assert.ok(cut, "Prometheus cut no block");
    outage.cut = [...localBlocks(A).keys()].filter((block) => !before.has(block));
    outage.ended = newest();
    assert.ok(outage.cut.some((block) => !shippedBlocks(A).includes(block)));
  });

  it("is uploaded once the store is back: none is lost", async () => {
    await startS3();
    assert.ok(await until(PATIENCE, allUploaded, 1), "a block is missing in the bucket");
    const stored = await wholeBlocks(bucket);
    assert.deepEqual(
      outage.cut.filter((block) => !stored.includes(block)),
      [],
    );
  });

  it("is let go of by Prometheus after its retention", async () => {
    await configure(A, unsafe({ blockDuration: "30s", retention: "30s" }));
    await mustUp(A);
    const range = `[${String(Math.ceil(outage.ended - outage.began))}s]`;
    const gone = await until(
      PATIENCE,
      async () => (await heldBy(A, SERIES + range, outage.ended).catch(() => [0])).length === 0,
      1,
    );
    assert.ok(gone, "Prometheus still holds samples of the outage");
  });

  it("is then missed where there is no Store Gateway", async () => {
    await scale(observer.name, gateway, 0);
    const range = `[${String(Math.ceil(outage.ended - outage.began))}s]`;
    const missed = await until(
      PATIENCE,
      async () => (await pastOf(SERIES + range, outage.ended).catch(() => [0])).length === 0,
      1,
    );
    assert.ok(missed, "somebody else answers for the outage");
  });

  it("is answered for by a Store Gateway, without a gap over the outage", async () => {
    await scale(observer.name, gateway, GATEWAYS);
    const seconds = Math.ceil(outage.ended - outage.began);
    const last = { said: "nothing" };
    const whole = await until(
      PATIENCE,
      async () => {
        const found = await pastOf(`${SERIES}[${String(seconds)}s]`, outage.ended).catch(
          (error: unknown) => {
            last.said = String(error);
            return [];
          },
        );
        const times = found.flatMap(({ samples }) => samples.map(([at]) => at));
        const edges = [outage.began, ...times, outage.ended];
        const gaps = edges.slice(1).map((at, i) => at - (edges[i] ?? 0));
        last.said = times.length === 0 ? last.said : `gaps of ${gaps.map(Math.round).join(", ")} s`;
        return found.length === 1 && gaps.every((gap) => gap <= NO_GAP);
      },
      1,
    );
    console.log(
      `        outage of ${seconds.toFixed(0)} s, ${String(outage.cut.length)} blocks cut in it`,
    );
    assert.ok(whole, last.said);
  });
});
