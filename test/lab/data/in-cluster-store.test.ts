// Observees with S3 servers of their own. Prometheus keeps its blocks during an outage of the server and uploads them
// afterwards; the observer reads them over TLS and cannot write.
import * as assert from "node:assert/strict";
import * as fs from "node:fs";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { buildFor, provide } from "../../../lab/addons/images";
import { clusters, observees, observer, s3Machine } from "../../../lab/cluster/machines";
import { state } from "../../../lab/paths";
import { until } from "../../../lab/run";
import { storeName } from "../../../kubernetes/names";
import { bucketOf } from "../support/blocks";
import { budget, building } from "../support/budget";
import { mustUp } from "../support/engine";
import { blocksIn, reader, readerKeys, setPairs, unprotect } from "../support/in-cluster-store";
import { configure, type Keys } from "../support/overrides";
import { heldBy, pastOf } from "../support/past-samples";
import { settled } from "../support/query-loop";
import { atRest } from "../support/reset-fleet";
import { scale } from "../support/scale";
import { localBlocks, shippedBlocks } from "../support/sidecar";
import { freeVolumes } from "../support/volumes";
import { OBJECT_STORE } from "../../../components/object-store/in-cluster/part";

const [A, B] = observees;
/** Each has another server. */
const SERVERS = { [A.name]: "minio", [B.name]: "versitygw" } as const;
const names = Object.keys(SERVERS);
const all = clusters.map(({ name }) => name);
const server = `statefulset/${OBJECT_STORE.name}`;
const gatewayOf = (name: string) => `statefulset/${storeName(name)}`;
const GATEWAYS = 2;
/** One series that is scraped every 15 s. */
const seriesOf = (name: string) => `up{cluster="${name}", job="prometheus"}`;
/** Maximum seconds between two samples, with one failed scrape between them. */
const NO_GAP = 31;
const PATIENCE = 150;
/** Seconds of the outage that blocks must cover. */
const LEAST = 30;

const isNothing = (found: readonly unknown[]): boolean => found.length === 0;

/** Blocks that are uploaded by the sidecar's own list and in the bucket; empty while either does not answer. */
async function uploaded(name: string): Promise<string[]> {
  const stored = await blocksIn(name).catch(() => []);
  return stored.filter((block) => shippedBlocks(name).includes(block));
}

const soon = (what: () => boolean | Promise<boolean>): Promise<boolean> => until(PATIENCE, what, 1);

/** Runs the same for all of them at once, since they are independent. */
const forEach = (work: (name: string) => Promise<unknown>): Promise<unknown> =>
  Promise.all(names.map(work));

/** Its configuration with the server. */
const keys = (name: string, overrides: object) => ({
  objectStore: {
    ...{ kind: "inCluster", server: SERVERS[name], storage: { size: "5Gi" } },
    exposure: { kind: "loadBalancer" },
  },
  unsafeForTests: { plaintextObjectStore: true, blockDuration: "30s", ...overrides },
});

/** Configures first, since the stacks' files are written one after the other. */
async function up(keysOf: (name: string) => Keys): Promise<void> {
  for (const name of names) {
    await configure(name, keysOf(name));
  }
  await forEach(mustUp);
}

interface Outage {
  readonly began: number;
  /** End of the newest block from the outage. */
  readonly ended: number;
  readonly cut: readonly string[];
}

describe(`S3 servers in the clusters: ${Object.values(SERVERS).join(" and ")}`, () => {
  building("the servers", () => buildFor("minio", "versitygw"));
  budget(540);
  const outages = new Map<string, Outage>();
  const outageOf = (name: string): Outage => {
    const outage = outages.get(name);
    assert.ok(outage !== undefined, `there was no outage of ${name}`);
    return outage;
  };
  /** Length of the outage, for a selector. */
  const lengthOf = (name: string): string => {
    const { began, ended } = outageOf(name);
    return `[${String(Math.ceil(ended - began))}s]`;
  };

  before("wait until the fleet is at rest", () => atRest());
  before("import the servers' images", () =>
    Promise.all([provide(A, "minio"), provide(B, "versitygw")]),
  );
  after("restore everything", async () => {
    for (const name of names) {
      await unprotect(name);
      // The bucket was retained when the store changed, and an existing one is not created again.
      fs.rmSync(state(s3Machine.name, "buckets", bucketOf(name)), { recursive: true, force: true });
    }
    await setPairs({});
    await up(() => ({ objectStore: undefined, unsafeForTests: undefined }));
    await mustUp(observer.name);
    await settled(all);
    await Promise.all(names.map((name) => freeVolumes(name, /^data-thanos-object-store-0$/)));
  });

  it("have their buckets after `up`, and blocks in them soon after Prometheus cuts these", async () => {
    await forEach(unprotect);
    await up((name) => keys(name, {}));
    await forEach(async (name) => {
      // Prometheus restarts, and its folder is not visible until it runs.
      const found = () => uploaded(name).catch(() => []);
      assert.ok(await soon(async () => (await found()).length > 0), `no block came from ${name}`);
    });
  });

  it("are read by the observer, whose user cannot write", async () => {
    await setPairs({ [A.name]: await readerKeys(A.name), [B.name]: await readerKeys(B.name) });
    await mustUp(observer.name);
    await forEach(async (name) => {
      const { client, bucket } = await reader(name);
      const put = new PutObjectCommand({ Bucket: bucket, Key: "x", Body: "x" });
      await assert.rejects(client.send(put), { name: "AccessDenied" });
    });
  });

  it("get no block while they are scaled to 0, and Prometheus keeps it", () =>
    forEach(async (name) => {
      const before = localBlocks(name);
      await scale(name, server, 0);
      const began = Date.now() / 1000;
      const newest = () => Math.max(...localBlocks(name).values());
      assert.ok(await soon(() => newest() > began + LEAST), `${name} cut no block`);
      const cut = [...localBlocks(name).keys()].filter((block) => !before.has(block));
      outages.set(name, { began, ended: newest(), cut });
      assert.ok(cut.some((block) => !shippedBlocks(name).includes(block)));
    }));

  it("get it once they are back: no block is lost", () =>
    forEach(async (name) => {
      await scale(name, server, 1);
      const last: { lost: readonly string[] } = { lost: outageOf(name).cut };
      await soon(async () => {
        const there = await uploaded(name);
        last.lost = outageOf(name).cut.filter((block) => !there.includes(block));
        return last.lost.length === 0;
      });
      assert.deepEqual(last.lost, []);
    }));

  it("keep the blocks that Prometheus deletes after its retention", async () => {
    await up((name) => keys(name, { retention: "30s" }));
    await forEach(async (name) => {
      const held = () => heldBy(name, seriesOf(name) + lengthOf(name), outageOf(name).ended);
      const gone = () => held().then(isNothing, () => false);
      assert.ok(await soon(gone), `Prometheus of ${name} still holds samples of the outage`);
    });
  });

  /** Samples of the outage in the fleet's answer. */
  const past = (name: string) => pastOf(seriesOf(name) + lengthOf(name), outageOf(name).ended);

  it("are missing from the answer without a Store Gateway", () =>
    forEach(async (name) => {
      await scale(observer.name, gatewayOf(name), 0);
      const missed = () => past(name).then(isNothing, () => false);
      assert.ok(await soon(missed), `somebody else answers for the outage of ${name}`);
    }));

  it("are read by a Store Gateway, without a gap for the outage", () =>
    forEach(async (name) => {
      await scale(observer.name, gatewayOf(name), GATEWAYS);
      const { began, ended, cut } = outageOf(name);
      const last = { said: "nothing" };
      const whole = await soon(async () => {
        const found = await past(name).catch((error: unknown) => {
          last.said = String(error);
          return [];
        });
        const times = found.flatMap(({ samples }) => samples.map(([at]) => at));
        const edges = [began, ...times, ended];
        const gaps = edges.slice(1).map((at, i) => at - (edges[i] ?? 0));
        last.said = times.length === 0 ? last.said : `gaps of ${gaps.map(Math.round).join(", ")} s`;
        return found.length === 1 && gaps.every((gap) => gap <= NO_GAP);
      });
      assert.ok(whole, `${name}: ${last.said}`);
      const seconds = lengthOf(name).slice(1, -2);
      const server = SERVERS[name] ?? "";
      console.log(
        `        ${server}: outage of ${seconds} s, ${String(cut.length)} blocks cut in it`,
      );
    }));
});
