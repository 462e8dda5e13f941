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
  it("keeps each resolution for the configured time", () => {
    assert.deepEqual(
      flags.filter((flag) => flag.startsWith("--retention")),
      [
        "--retention.resolution-raw=90d",
        "--retention.resolution-5m=180d",
        "--retention.resolution-1h=1y",
      ],
    );
  });

  it("deletes a block a day after Store Gateways stop serving it", () => {
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
    it(`with delete delay ${deleteDelay} has Store Gateways that stop after ${half}`, () => {
      assert.equal(halfOf(deleteDelay), half);
      assert.ok(durationSeconds(half) * 2 <= durationSeconds(deleteDelay));
    });
  }

  it("downsamples by default", () => {
    const disabled = (downsampling: boolean) =>
      compactFlags({ ...ARGS, downsampling }).includes("--downsampling.disable");
    assert.deepEqual([disabled(true), disabled(false)], [false, true]);
  });

  it("limits concurrent compactions and downsamplings as configured", () => {
    assert.deepEqual(
      compactFlags({ ...ARGS, concurrency: 4 }).filter((flag) => flag.includes("concurrency")),
      ["--compact.concurrency=4", "--downsample.concurrency=4"],
    );
  });

  it("disables admin operations in its web page", () => {
    assert.ok(flags.includes("--disable-admin-operations"));
  });

  it("waits between its rounds instead of exiting", () => {
    assert.ok(flags.includes("--wait"));
  });
});
