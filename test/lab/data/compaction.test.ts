// Sixteen days of samples, compacted and downsampled by the cluster's own Compactor, and answered from each resolution.
import * as assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { kubectl } from "../../../lab/cluster/kubectl";
import { clusters, observees, observer } from "../../../lab/cluster/machines";
import { until } from "../../../lab/run";
import { NAMES, storeName } from "../../../specs/names";
import {
  blocksFrom,
  bucketOf,
  bucketTool,
  metasOf,
  removeBlocks,
  wholeBlocks,
  type Meta,
} from "../support/blocks";
import { budget } from "../support/budget";
import { NAMESPACE, getThroughApi } from "../support/cluster";
import { mustUp } from "../support/engine";
import { configure } from "../support/overrides";
import { pastOf } from "../support/past";
import { settled } from "../support/query-loop";
import { rest } from "../support/rest";
import { scale } from "../support/scale";

const B = observees[1].name;
const all = clusters.map(({ name }) => name);
const bucket = bucketOf(B);
const gateway = `statefulset/${storeName(B)}`;
const GATEWAYS = 2;
const PATIENCE = 180;

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** The longest range into which the Compactor joins blocks; ranges of 14 days begin at multiples of it. */
const LONGEST = 14 * DAY;
/** A range is joined once a block ends after it, so some samples are younger. */
const YOUNGER = 1.5 * DAY;
const end = Math.floor((Date.now() / 1000 - YOUNGER) / LONGEST) * LONGEST;
const [first, last] = [end - LONGEST - DAY / 2, end + YOUNGER];
const SERIES = "lab_backfilled_total";
const REPLICA = "backfill";

/** Two series that count minutes. */
function* samples(): Generator<string> {
  yield `# TYPE ${SERIES.replace(/_total$/, "")} counter`;
  for (const series of ["a", "b"]) {
    for (let at = first; at < last; at += MINUTE) {
      yield `${SERIES}{series="${series}"} ${String((at - first) / MINUTE)} ${String(at)}`;
    }
  }
}

async function backfill(): Promise<void> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "thanos-fleet-backfill-"));
  try {
    // Blocks of six hours lie in one of two days each.
    const blocks = await blocksFrom([...samples()], "6h", folder);
    const labels = [`cluster="${B}"`, `prometheus_replica="${REPLICA}"`];
    await bucketTool(bucket, [
      "upload-blocks",
      `--path=${blocks}`,
      ...labels.map((label) => `--label=${label}`),
    ]);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

const ours = async (): Promise<Meta[]> =>
  (await metasOf(bucket)).filter(({ thanos }) => thanos.labels["prometheus_replica"] === REPLICA);

/** Hours that the longest block of a resolution spans. */
const longest = (metas: readonly Meta[], resolution: number): number =>
  Math.max(
    0,
    ...metas
      .filter(({ thanos }) => thanos.downsample.resolution === resolution)
      .map(({ minTime, maxTime }) => Math.round((maxTime - minTime) / 1000 / HOUR)),
  );

describe("sixteen days of blocks", () => {
  budget(180);

  before("the fleet is at rest", () => rest());
  before("fill the bucket", () => backfill());
  after("put all back", async () => {
    await configure(B, { unsafeForTests: undefined, bucketWeb: undefined });
    await mustUp(B);
    await removeBlocks(
      bucket,
      (await ours()).map(({ ulid }) => ulid),
    );
    await scale(observer.name, gateway, 0);
    await scale(observer.name, gateway, GATEWAYS);
    await settled(all);
  });

  it("lie in the bucket as they were made, in pieces of six hours", async () => {
    const metas = await ours();
    assert.ok(metas.length >= 64, String(metas.length));
    assert.deepEqual([...new Set(metas.map(({ compaction }) => compaction.level))], [1]);
  });

  it("are joined to fourteen days, and made into 5 minute and 1 hour samples", async () => {
    await configure(B, {
      unsafeForTests: { plaintextObjectStore: true, consistencyDelay: "0d" },
      bucketWeb: {},
    });
    await mustUp(B);
    const args = await kubectl(B, [
      ...["get", `statefulset/${NAMES.compact}`, "--namespace", NAMESPACE],
      "--output=jsonpath={.spec.template.spec.containers[0].args}",
    ]);
    assert.match(args, /"--consistency-delay=0d"/);
    const lengths = { raw: 0, fiveMinutes: 0, oneHour: 0 };
    const done = await until(
      PATIENCE,
      async () => {
        const metas = await ours();
        lengths.raw = longest(metas, 0);
        lengths.fiveMinutes = longest(metas, 5 * MINUTE * 1000);
        lengths.oneHour = longest(metas, HOUR * 1000);
        return Object.values(lengths).every((hours) => hours === LONGEST / HOUR);
      },
      2,
    );
    assert.ok(done, JSON.stringify(lengths));
  });

  it("are shown by bucket web while it runs", async () => {
    const listed = async (): Promise<string[]> => {
      const text = await getThroughApi(B, `${NAMES.bucketWeb}:http`, "/api/v1/blocks");
      return [...text.matchAll(/"ulid":"([0-9A-Z]{26})"/g)].map(([, ulid]) => ulid ?? "").sort();
    };
    await scale(B, `deployment/${NAMES.bucketWeb}`, 0);
    await assert.rejects(listed());
    await scale(B, `deployment/${NAMES.bucketWeb}`, 1);
    // It answers before it has read the bucket, and leaves out what was joined to others.
    assert.ok(await until(PATIENCE, async () => (await listed()).length > 0, 1), "it lists none");
    const [shown, stored] = [await listed(), await wholeBlocks(bucket)];
    const joined = (await ours()).filter(
      ({ minTime, maxTime }) => Math.round((maxTime - minTime) / 1000) > LONGEST - HOUR,
    );
    assert.equal(joined.length, 3);
    assert.deepEqual(
      joined.filter(({ ulid }) => !shown.includes(ulid)),
      [],
    );
    assert.deepEqual(
      shown.filter((ulid) => !stored.includes(ulid)),
      [],
    );
  });

  for (const [resolution, every] of [
    ["0s", MINUTE],
    ["5m", 5 * MINUTE],
    ["1h", HOUR],
  ] as const) {
    it(`are answered with a sample every ${String(every)} s where ${resolution} is asked for`, async () => {
      if (resolution === "0s") {
        // A gateway lists its bucket every 15 minutes, and at its start.
        await scale(observer.name, gateway, 0);
        await scale(observer.name, gateway, GATEWAYS);
      }
      const counts = { found: [] as number[], said: "" };
      const time = end - 2 * DAY;
      const right = await until(
        PATIENCE,
        async () => {
          const found = await pastOf(`${SERIES}{cluster="${B}"}[1d]`, time, resolution).catch(
            (error: unknown) => {
              counts.said = String(error);
              return [];
            },
          );
          counts.found = found.map(({ samples: got }) => got.length);
          // The first and the last sample of a day may or may not be in it.
          return found.length === 2 && counts.found.every((n) => Math.abs(n - DAY / every) <= 1);
        },
        1,
      );
      assert.ok(right, JSON.stringify(counts));
    });
  }
});
