// Sixteen days of samples, compacted and downsampled by the cluster's Compactor, and queried at each resolution.
import * as assert from "node:assert/strict";
import { kubectl } from "../../../lab/cluster/kubectl";
import { clusters, observees, observer } from "../../../lab/cluster/machines";
import { sleep, until } from "../../../lab/run";
import { durationSeconds } from "../../../kubernetes/duration";
import { storeName } from "../../../kubernetes/names";
import { WAIT_INTERVAL } from "../../../components/compactor/spec";
import { backfill, backfilled } from "../support/backfill";
import { bucketOf, filesOfBlocks, removeBlocks, wholeBlocks, type Meta } from "../support/blocks";
import { budget } from "../support/budget";
import { NAMESPACE, getThroughApi } from "../support/cluster";
import { mustUp } from "../support/engine";
import { missingOf } from "../support/alert-metrics";
import { configure } from "../support/overrides";
import { panelSamples, panelSumOf } from "../support/panels";
import { pastOf } from "../support/past-samples";
import { settled } from "../support/query-loop";
import { atRest } from "../support/reset-fleet";
import { scale } from "../support/scale";
import { BUCKET_WEB } from "../../../components/bucket-web/part";
import { COMPACTOR } from "../../../components/compactor/part";

const B = observees[1].name;
const all = clusters.map(({ name }) => name);
const bucket = bucketOf(B);
const gateway = `statefulset/${storeName(B)}`;
const compactor = `statefulset/${COMPACTOR.name}`;
const GATEWAYS = 2;
const PATIENCE = 180;
/** Seconds without a Compactor, in which it would have compacted some of them. */
const IDLE = 15;

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** The longest range to which the Compactor compacts blocks; ranges start at multiples of it. */
const LONGEST = 14 * DAY;
/** A range is compacted once a block ends after it, so some samples are younger. */
const YOUNGER = 2 * DAY;
/** The shortest that raw samples may be kept; all blocks of the longest range are older. */
const SHORTEST = "40h";
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

const ours = (): Promise<Meta[]> => backfilled(B, REPLICA);

/** Hours that the longest block of a resolution spans. */
const longest = (metas: readonly Meta[], resolution: number): number =>
  Math.max(
    0,
    ...metas
      .filter(({ thanos }) => thanos.downsample.resolution === resolution)
      .map(({ minTime, maxTime }) => Math.round((maxTime - minTime) / 1000 / HOUR)),
  );

/** UID of the StatefulSet, which a replacement would change, and the size of its volume. */
const setOf = (): Promise<string> =>
  kubectl(B, [
    ...["get", compactor, "--namespace", NAMESPACE],
    "--output=jsonpath={.metadata.uid} {.spec.volumeClaimTemplates[0].spec.resources}",
  ]);

describe("sixteen days of blocks", () => {
  budget(480);
  const earlier = { set: "" };

  before("wait until the fleet is at rest", () => atRest());
  before("read the Compactor's StatefulSet", async () => {
    earlier.set = await setOf();
  });
  after("restore everything", async () => {
    await configure(B, { unsafeForTests: undefined, bucketWeb: undefined, compact: undefined });
    await mustUp(B);
    await scale(B, compactor, 1);
    await removeBlocks(
      bucket,
      (await ours()).map(({ ulid }) => ulid),
    );
    await scale(observer.name, gateway, 0);
    await scale(observer.name, gateway, GATEWAYS);
    await settled(all);
  });

  it('start with running Compactors, as the dashboard "store and compactor" shows', async () => {
    const halted = await panelSamples("store-compactor: Compactors that halted");
    assert.deepEqual(
      halted.map(({ labels, value }) => [labels["cluster"], value]).sort(),
      clusters.map(({ name }) => [name, 0]).sort(),
    );
    // The first iteration may end before the first scrape, so that only the second one surely shows in an increase.
    const working = async () =>
      Promise.all(clusters.map(({ name }) => panelSumOf("store-compactor: Rounds", name)));
    const well = await until(
      durationSeconds(WAIT_INTERVAL) + 60,
      async () => (await working()).every((rounds) => rounds > 0),
      3,
    );
    assert.ok(well, "a Compactor has ended no round");
  });

  it("stay in the bucket unchanged, in blocks of six hours, without a Compactor", async () => {
    await configure(B, {
      unsafeForTests: { plaintextObjectStore: true, consistencyDelay: "0d" },
      bucketWeb: { replicas: 1 },
      compact: { storage: { size: "1Ti" } },
    });
    await mustUp(B);
    const args = await kubectl(B, [
      ...["get", compactor, "--namespace", NAMESPACE],
      "--output=jsonpath={.spec.template.spec.containers[0].args}",
    ]);
    assert.match(args, /"--consistency-delay=0d"/);
    await scale(B, compactor, 0);
    // Blocks of six hours lie in one of two days each.
    await backfill([B], { samples: samples(), longest: "6h", replica: REPLICA });
    await sleep(IDLE);
    const metas = await ours();
    assert.ok(metas.length >= 64, String(metas.length));
    assert.deepEqual([...new Set(metas.map(({ compaction }) => compaction.level))], [1]);
  });

  it("keep the Compactor's StatefulSet and volume, although the configured volume is larger", async () => {
    assert.equal(await setOf(), earlier.set);
  });

  it("are compacted to fourteen days, and downsampled to 5 minutes and 1 hour", async () => {
    await scale(B, compactor, 1);
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

  it("are listed by bucket web", async () => {
    const listed = async (): Promise<string[]> => {
      const text = await getThroughApi(B, `${BUCKET_WEB.name}:http`, "/api/v1/blocks");
      return [...text.matchAll(/"ulid":"([0-9A-Z]{26})"/g)].map(([, ulid]) => ulid ?? "").sort();
    };
    await scale(B, `deployment/${BUCKET_WEB.name}`, 0);
    await assert.rejects(listed());
    await scale(B, `deployment/${BUCKET_WEB.name}`, 1);
    // It answers before it has read the bucket, and leaves out compacted blocks.
    assert.ok(await until(PATIENCE, async () => (await listed()).length > 0, 1), "it lists none");
    const [listedBlocks, stored] = [await listed(), await wholeBlocks(bucket)];
    const joined = (await ours()).filter(
      ({ minTime, maxTime }) => Math.round((maxTime - minTime) / 1000) > LONGEST - HOUR,
    );
    assert.equal(joined.length, 3);
    assert.deepEqual(
      joined.filter(({ ulid }) => !listedBlocks.includes(ulid)),
      [],
    );
    assert.deepEqual(
      listedBlocks.filter((ulid) => !stored.includes(ulid)),
      [],
    );
    const missing = await missingOf(BUCKET_WEB.name, "object-store-bucket-debugging", {
      cluster: B,
    });
    assert.deepEqual(missing, []);
  });

  for (const [resolution, every] of [
    ["0s", MINUTE],
    ["5m", 5 * MINUTE],
    ["1h", HOUR],
  ] as const) {
    it(`are answered with a sample every ${String(every)} s at the resolution ${resolution}`, async () => {
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

  it("are marked for deletion only if they are raw and older than the retention", async () => {
    await configure(B, { compact: { retention: { raw: SHORTEST } } });
    await mustUp(B);
    const marked = async (): Promise<number[]> => {
      const [metas, files] = [await ours(), await filesOfBlocks(bucket)];
      return metas
        .filter(({ minTime, maxTime }) => (maxTime - minTime) / 1000 > LONGEST - HOUR)
        .filter(({ ulid }) => files.get(ulid)?.includes("deletion-mark.json") === true)
        .map(({ thanos }) => thanos.downsample.resolution);
    };
    const last = { resolutions: await marked() };
    await until(
      PATIENCE,
      async () => {
        last.resolutions = await marked();
        return last.resolutions.length > 0;
      },
      1,
    );
    assert.deepEqual(last.resolutions, [0]);
  });
});
