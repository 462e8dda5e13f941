// The Compactor and the Store Gateways: the parts that delete, and that must not ask for what is gone.
import * as assert from "node:assert/strict";
import { compactFlags } from "../../../components/compactor/spec";
import { durationSeconds, halfOf } from "../../../kubernetes/duration";
import { storeFlags } from "../../../components/store-gateway/spec";

const retention = { raw: "90d", fiveMinutes: "180d", oneHour: "1y" };
const store = {
  cluster: "paris",
  shard: { times: [] },
  indexCache: { kind: "inMemory", size: "250Mi" },
  deleteDelay: "48h",
} as const;
const ARGS = {
  retention,
  downsampling: true,
  consistencyDelay: "30m",
  deleteDelay: "48h",
  concurrency: 1,
};
const flags = compactFlags(ARGS);

describe("the Compactor", () => {
  it("keeps each resolution as long as it was told", () => {
    assert.deepEqual(
      flags.filter((flag) => flag.startsWith("--retention")),
      [
        "--retention.resolution-raw=90d",
        "--retention.resolution-5m=180d",
        "--retention.resolution-1h=1y",
      ],
    );
  });

  it("deletes a block a day after the Store Gateways stop to ask for it", () => {
    assert.ok(flags.includes("--delete-delay=48h"));
    assert.ok(storeFlags(store).includes("--ignore-deletion-marks-delay=24h"));
  });

  for (const [deleteDelay, half] of [
    ["1h", "1800s"],
    ["3h", "5400s"],
    ["2d", "24h"],
    ["1w", "84h"],
    ["1h1s500ms", "1800s"],
  ] as const) {
    it(`that deletes after ${deleteDelay} has Store Gateways that stop after ${half}`, () => {
      assert.equal(halfOf(deleteDelay), half);
      assert.ok(durationSeconds(half) * 2 <= durationSeconds(deleteDelay));
    });
  }

  it("downsamples, unless it is told not to", () => {
    const disabled = (downsampling: boolean) =>
      compactFlags({ ...ARGS, downsampling }).includes("--downsampling.disable");
    assert.deepEqual([disabled(true), disabled(false)], [false, true]);
  });

  it("compacts and downsamples as much at one time as it was told", () => {
    assert.deepEqual(
      compactFlags({ ...ARGS, concurrency: 4 }).filter((flag) => flag.includes("concurrency")),
      ["--compact.concurrency=4", "--downsample.concurrency=4"],
    );
  });

  it("takes no commands from its web page", () => {
    assert.ok(flags.includes("--disable-admin-operations"));
  });

  it("stays up between its rounds", () => {
    assert.ok(flags.includes("--wait"));
  });
});
