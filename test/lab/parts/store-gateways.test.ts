// Store Gateways over blocks that no Prometheus has: one replica for each query, caches, and shards that have all
// blocks together.
import * as assert from "node:assert/strict";
import { setTimeout } from "node:timers/promises";
import { buildFor, provide } from "../../../lab/addons/images";
import { clusters, observer } from "../../../lab/cluster/machines";
import { until } from "../../../lab/run";
import { storeName } from "../../../kubernetes/names";
import { PORTS } from "../../../kubernetes/ports";
import { backfill, backfilled } from "../support/backfill";
import { bucketOf, metasOf, removeBlocks, served } from "../support/blocks";
import { budget, building } from "../support/budget";
import { counted, counts, podsOf, total, type Counter } from "../support/counters";
import { mustUp } from "../support/engine";
import { missingOf } from "../support/alert-metrics";
import { configure } from "../support/overrides";
import { panelSamples } from "../support/panels";
import { pastOf, rangeOfPod } from "../support/past-samples";
import { settled } from "../support/query-loop";
import { scale } from "../support/scale";
import { freeVolumes } from "../support/volumes";
import { BUCKET_CACHE, INDEX_CACHE, RESPONSE_CACHE } from "../../../components/memcached/part";
import { QUERY_FRONTEND } from "../../../components/query-frontend/part";

/** Age between the two shelves below. */
const BOUNDARY = "10d";
const all = clusters.map(({ name }) => name);
const bucket = bucketOf(observer.name);
const gateways = storeName(observer.name);
const shards = ["0-of-2", "1-of-2"].map((shard) => storeName(observer.name, shard));
const older = storeName(observer.name, `from-${BOUNDARY}`);
const PATIENCE = 120;
const ASKED = 10;
/** Milliseconds between two questions while something goes on. */
const PAUSE = 300;

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const SERIES = "lab_shelved_total";
const REPLICA = "shelved";
const NUMBER = 40;
/** Blocks of twelve hours each. */
const now = Math.floor(Date.now() / 1000 / DAY) * DAY;
const shelves = { old: now - 20 * DAY, young: now - 5 * DAY } as const;
const LENGTH = 12 * HOUR;

const series: Counter = {
  name: "grpc_server_handled_total",
  port: PORTS.http,
  labels: { grpc_method: "Series" },
};
const reads: Counter = {
  name: "thanos_objstore_bucket_operations_total",
  port: PORTS.http,
  labels: { operation: "get_range" },
};
const hits: Counter = {
  name: "memcached_commands_total",
  port: PORTS.memcachedExporter,
  labels: { command: "get", status: "hit" },
};

function* samples(): Generator<string> {
  yield `# TYPE ${SERIES.replace(/_total$/, "")} counter`;
  for (const from of Object.values(shelves)) {
    for (let n = 0; n < NUMBER; n += 1) {
      for (let at = from; at < from + LENGTH; at += MINUTE) {
        yield `${SERIES}{number="${String(n)}"} ${String((at - from) / MINUTE + n)} ${String(at)}`;
      }
    }
  }
}

const ours = async (): Promise<string[]> =>
  (await backfilled(observer.name, REPLICA)).map(({ ulid }) => ulid);

const selector = `${SERIES}{cluster="${observer.name}"}`;

/** Samples of a shelf, all series together; fails with a warning. */
async function onShelf(shelf: keyof typeof shelves): Promise<number> {
  const found = await pastOf(`${selector}[12h]`, shelves[shelf] + LENGTH - 1);
  return total(found.map(({ samples: got }) => got.length));
}

const WHOLE = (LENGTH / MINUTE) * NUMBER;

const again = async (): Promise<void> => {
  for (let i = 0; i < ASKED; i += 1) {
    assert.equal(await onShelf("old"), WHOLE);
  }
};

/** Waits until a shelf holds as much as it should. */
async function holds(
  shelf: keyof typeof shelves,
  right: (found: number) => boolean,
): Promise<void> {
  const last = { found: -1, said: "" };
  const reached = await until(
    PATIENCE,
    async () => {
      last.found = await onShelf(shelf).catch((error: unknown) => {
        last.said = String(error);
        return -1;
      });
      // A warning counts as a gap.
      return last.found === -1 ? right(0) && last.said.includes("warnings") : right(last.found);
    },
    1,
  );
  assert.ok(reached, JSON.stringify(last));
}

/** Asks again and again while something is done: no answer is without a sample, unless it says so. */
async function neverLacking(work: () => Promise<unknown>): Promise<void> {
  const state = { working: true, asked: 0, lacking: 0 };
  const asking = (async () => {
    while (state.working) {
      const found = await onShelf("old").catch(() => undefined);
      state.asked += 1;
      state.lacking += found === undefined || found === WHOLE ? 0 : 1;
      await setTimeout(PAUSE);
    }
  })();
  try {
    await work();
  } finally {
    state.working = false;
    await asking;
  }
  assert.ok(state.asked > 0 && state.lacking === 0, JSON.stringify(state));
}

/** Values of the dashboard for the gateways of our bucket. */
const blocksShown = async (): Promise<number> =>
  (await panelSamples("store-compactor: Blocks")).find(({ labels }) => labels["job"] === gateways)
    ?.value ?? 0;

const whole = (found: number): boolean => found === WHOLE;

/** Asked of one replica of the Query Frontend, which has to answer whole. */
async function throughFrontend(pod: string): Promise<void> {
  const range = { start: shelves.old, end: shelves.old + LENGTH, step: 300 };
  const { series: found, warnings } = await rangeOfPod(pod, `sum(${selector})`, range);
  assert.deepEqual([found.length, warnings], [1, []]);
}

const IMAGES = ["memcached", "memcachedExporter"] as const;

describe("Store Gateways", () => {
  building("memcached's exporter", () => buildFor(...IMAGES));
  budget(540);
  const measured: string[] = [];
  const loaded = { before: 0 };

  before("import the images of the caches", () => provide(observer, ...IMAGES));
  before("wait until the fleet answers", () => settled(all));
  before("upload blocks to the bucket", async () => {
    loaded.before = await blocksShown();
    await backfill([observer.name], { samples: samples(), longest: "2h", replica: REPLICA });
    // A gateway lists its bucket every 15 minutes, and at its start.
    await scale(observer.name, `statefulset/${gateways}`, 0);
    await scale(observer.name, `statefulset/${gateways}`, 2);
    await holds("old", whole);
    await holds("young", whole);
  });
  after("restore everything", async () => {
    await removeBlocks(bucket, await ours());
    await configure(observer.name, { store: undefined, queryFrontend: undefined });
    await mustUp(observer.name);
    await freeVolumes(observer.name, /-of-2-\d|(to|from)-10d-\d/);
    await settled(all);
    measured.forEach((line) => console.log(`      ${line}`));
  });

  it("show new blocks on their dashboard, also in panels that were empty", async () => {
    const last = { shown: 0, there: 0 };
    const right = await until(
      PATIENCE,
      async () => {
        last.there = served(await metasOf(bucket)).length;
        last.shown = await blocksShown();
        return last.shown === last.there;
      },
      1,
    );
    assert.ok(right && last.there > loaded.before, JSON.stringify({ ...loaded, ...last }));
    for (const panel of ["Time of an answer", "Index cache"]) {
      const drawn = async () => (await panelSamples(`store-compactor: ${panel}`)).length > 0;
      assert.ok(await until(PATIENCE, drawn, 1), panel);
    }
  });

  it("get each query on one replica, to which Query is connected", async () => {
    const asked = await counted([gateways], series, again);
    assert.equal(total(asked), ASKED, JSON.stringify(asked));
    measured.push(`${String(ASKED)} queries, Series calls by replica: ${asked.join(", ")}`);
  });

  it("read the bucket for each repeated query if only indexes are cached", async () => {
    const read = await counted([gateways], reads, again);
    assert.ok(total(read) >= ASKED, JSON.stringify(read));
    measured.push(
      `${String(ASKED)} repetitions without a bucket cache: ${String(total(read))} reads of ranges`,
    );
  });

  it("become two shards with shared caches, while every answer has all blocks", async () => {
    await configure(observer.name, {
      store: {
        // One each: old and new gateways stand side by side for a while, and a node of two processors has to take
        // them.
        replicas: 1,
        indexCache: { kind: "memcached", size: "64Mi" },
        bucketCache: { kind: "memcached", size: "64Mi" },
        sharding: { kind: "hash", shards: 2 },
      },
      queryFrontend: { responseCache: { kind: "memcached", size: "64Mi" } },
    });
    await neverLacking(() => mustUp(observer.name));
    await holds("old", whole);
    await holds("young", whole);
    const loaded = { name: "thanos_bucket_store_blocks_loaded", port: PORTS.http };
    const blocks = await Promise.all(shards.map((shard) => counts([shard], loaded)));
    assert.ok(
      blocks.flat().every((n) => n > 0),
      JSON.stringify(blocks),
    );
    measured.push(`blocks by shard: ${JSON.stringify(blocks)}`);
  });

  it("have caches that expose the metrics in their alerts", async () => {
    const port = PORTS.memcachedExporter;
    assert.deepEqual(await missingOf(INDEX_CACHE.name, "memcached", { port }), []);
  });

  it("get each query once per shard", async () => {
    // From the oldest shelf to now: whatever the Compactor has joined, each shard has blocks of that time.
    const all = () => {
      const end = Math.floor(Date.now() / 1000);
      return pastOf(`${selector}[${String(end - shelves.old + 1)}s]`, end);
    };
    const often = async () => {
      for (let i = 0; i < ASKED; i += 1) {
        assert.equal(total((await all()).map(({ samples: got }) => got.length)), 2 * WHOLE);
      }
    };
    for (const shard of shards) {
      const asked = await counted([shard], series, often);
      assert.equal(total(asked), ASKED, `${shard}: ${JSON.stringify(asked)}`);
    }
  });

  it("do not read the bucket for a repeated query", async () => {
    const read = await counted(shards, reads, again);
    assert.equal(total(read), 0, JSON.stringify(read));
    measured.push(`${String(ASKED)} repetitions with caches: 0 reads of ranges`);
  });

  it("find in the caches what others have read, after a restart", async () => {
    await Promise.all(
      shards.map(async (shard) => {
        await scale(observer.name, `statefulset/${shard}`, 0);
        await scale(observer.name, `statefulset/${shard}`, 1);
      }),
    );
    await holds("old", whole);
    const read = total(await counts(shards, reads));
    measured.push(`reads of ranges after all gateways started anew: ${String(read)}`);
    assert.equal(read, 0);
  });

  it("answer from the bucket while the caches do not run", async () => {
    const pools = [INDEX_CACHE.name, BUCKET_CACHE.name];
    await Promise.all(pools.map((pool) => scale(observer.name, `statefulset/${pool}`, 0)));
    const read = await counted(shards, reads, again);
    await Promise.all(pools.map((pool) => scale(observer.name, `statefulset/${pool}`, 2)));
    assert.ok(total(read) >= ASKED, JSON.stringify(read));
    measured.push(
      `${String(ASKED)} repetitions without the pools: ${String(total(read))} reads of ranges`,
    );
  });

  it("are not queried for answers in the Query Frontend's cache, which both of its replicas share", async () => {
    const pods = await podsOf(QUERY_FRONTEND.name);
    const [first = "", second = ""] = pods;
    assert.equal(pods.length, 2);
    await throughFrontend(first);
    for (const pod of [second, first]) {
      const asked = { stores: [0] };
      const found = await counted([RESPONSE_CACHE.name], hits, async () => {
        asked.stores = await counted(shards, series, () => throughFrontend(pod));
      });
      assert.equal(total(asked.stores), 0, `${pod}: ${JSON.stringify(asked)}`);
      assert.ok(total(found) > 0, `${pod}: ${JSON.stringify(found)}`);
    }
  });

  it("leave out the blocks of a shard that does not run, or return an error", async () => {
    await scale(observer.name, `statefulset/${shards[1] ?? ""}`, 0);
    await holds("old", (found) => found < WHOLE);
    await scale(observer.name, `statefulset/${shards[1] ?? ""}`, 1);
    await holds("old", whole);
  });

  it("become two shards by age, while every answer has all blocks", async () => {
    await configure(observer.name, {
      store: { replicas: 1, sharding: { kind: "time", boundaries: [BOUNDARY] } },
      queryFrontend: undefined,
    });
    await neverLacking(() => mustUp(observer.name));
    await holds("old", whole);
    await holds("young", whole);
  });

  it("leave out only old blocks while the older shard does not run", async () => {
    await scale(observer.name, `statefulset/${older}`, 0);
    await holds("old", (found) => found === 0);
    assert.equal(await onShelf("young"), WHOLE);
    await scale(observer.name, `statefulset/${older}`, 1);
    await holds("old", whole);
  });
});
