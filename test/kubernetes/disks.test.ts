// Volumes by the cluster's size: they hold what that size says, and what configuration names goes before it.
import * as assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { DISKS, diskOf, retentionSizeOf } from "../../kubernetes/disks";
import { mebibytes } from "../../kubernetes/quantity";
import { field } from "../policy/objects";
import { OBSERVER, withKeys, type ConfigObject } from "../support/configs";
import { PROJECT_FOLDER, run, stack, unlessFailed } from "../support/fleet";
import { called } from "../support/stacks";
import type { Recording } from "../../tools/render/recorder";

/** The most active series of each size, as docs/parts.md has them. */
const SERIES = { small: 250_000, medium: 500_000, large: 1_000_000 } as const;
const SIZES = Object.keys(SERIES) as (keyof typeof SERIES)[];

const HOUR = 3600;
const DAY = 24 * HOUR;
/** Prometheus' own figure is one to two for each sample in a block; of a log that is compressed it is some five. */
const BYTES = { sample: 1.5, logged: 5 };
/** Of a series in the index of one block. */
const INDEXED = 300;
const samplesIn = (seconds: number, size: keyof typeof SERIES): number =>
  (SERIES[size] / 15) * seconds;
const bytesOf = (quantity: string): number => mebibytes(quantity) * 2 ** 20;

for (const size of SIZES) {
  describe(`volumes of a ${size} cluster`, () => {
    it("hold two days of samples and the write-ahead log below the size-based retention", () => {
      const blocks = samplesIn(2 * DAY, size) * BYTES.sample + 24 * SERIES[size] * INDEXED;
      const log = samplesIn(3 * HOUR, size) * BYTES.logged;
      const bound = bytesOf(retentionSizeOf(DISKS.prometheus[size]));
      assert.ok(blocks + log < bound, `${String(blocks + log)} of ${String(bound)}`);
    });

    it("hold a block of fourteen days twice, with more than the free tenth that the alert requires", () => {
      const block = samplesIn(14 * DAY, size) * BYTES.sample + SERIES[size] * INDEXED;
      assert.ok(2 * block < 0.9 * bytesOf(DISKS.compact[size]), String(block));
    });

    it("hold a third more for Receive than for Prometheus", () => {
      assert.ok(bytesOf(DISKS.receive[size]) >= (4 / 3) * bytesOf(DISKS.prometheus[size]));
    });

    it("are documented", () => {
      const page = fs.readFileSync(path.join(PROJECT_FOLDER, "docs/parts.md"), "utf8");
      const row = page.split("\n").find((line) => line.startsWith(`| \`${size}\` `)) ?? "";
      for (const disks of Object.values(DISKS)) {
        assert.ok(row.includes(disks[size].replace("Gi", " GiB")), row);
      }
    });
  });
}

describe("a volume", () => {
  const claimed = async (config: ConfigObject): Promise<unknown[]> => {
    const recording: Recording = unlessFailed(await run(config));
    const set = called(recording, "observer-metrics-compact");
    const { inputs } = called(recording, "observer-metrics-prometheus");
    return [
      field(set.inputs, "spec", "volumeClaimTemplates", 0, "spec", "resources", "requests"),
      field(inputs, "spec", "storage", "volumeClaimTemplate", "spec", "resources", "requests"),
      field(inputs, "spec", "retentionSize"),
    ];
  };

  it("has a default that depends on the cluster's size", async () => {
    assert.deepEqual(await claimed(withKeys(OBSERVER, { size: "large" })), [
      { storage: "320Gi" },
      { storage: "60Gi" },
      "49152MiB",
    ]);
  });

  it("has the configured size, from which Prometheus' size-based retention follows", async () => {
    const config = withKeys(OBSERVER, {
      size: "large",
      compact: { storage: { size: "1Ti" } },
      prometheus: { storage: { size: "100G" } },
    });
    assert.deepEqual(await claimed(config), [{ storage: "1Ti" }, { storage: "100G" }, "76293MiB"]);
  });

  it("keeps the configured StorageClass", () => {
    const given = { storageClass: "fast" };
    assert.deepEqual(diskOf("receive", "medium", given), { ...given, size: "40Gi" });
  });

  it("has the default of its size in the examples", async () => {
    for (const name of ["observer", "observee"]) {
      const { resources } = await stack(name);
      const claims = resources
        .filter((one) => one.name === `${name}-metrics-compact`)
        .map(({ inputs }) =>
          field(inputs, "spec", "volumeClaimTemplates", 0, "spec", "resources", "requests"),
        );
      assert.deepEqual(claims.filter(Boolean), [{ storage: "80Gi" }]);
    }
  });
});
