// The Compactor and the Store Gateways: the parts that delete, and that must not ask for what is gone.
import * as assert from "node:assert/strict";
import { compactFlags } from "../../specs/thanos/compact";
import { storeFlags } from "../../specs/thanos/store";

const retention = { raw: "90d", fiveMinutes: "180d", oneHour: "1y" };
const store = {
  cluster: "paris",
  shard: { times: [] },
  indexCache: { kind: "inMemory", size: "250Mi" },
} as const;
const flags = compactFlags({ retention, consistencyDelay: "30m" });

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

  it("takes no commands from its web page", () => {
    assert.ok(flags.includes("--disable-admin-operations"));
  });

  it("stays up between its rounds", () => {
    assert.ok(flags.includes("--wait"));
  });
});
