// Dashboards over the running fleet: every panel has data, and the data match the fleet.
import * as assert from "node:assert/strict";
import { clusters, observees } from "../../lab/cluster/machines";
import { until } from "../../lab/run";
import { budget } from "./support/budget";
import { ask, askRanges, panels, queries, panelSamples, panelSumOf } from "./support/panels";

/** Queries of panels without data in the lab, with the reason. */
const WITHOUT_DATA: Readonly<Record<string, string>> = {
  "query-path: Answers from the cache, memcached": "no stack of the lab's asks for a pool",
  "fleet: Since the last upload": "blocks are uploaded after two hours, and the lab is younger",
  "store-compactor: Time of an answer": "no Store Gateway is asked while the buckets are empty",
  "store-compactor: Index cache": "blocks have an index, and there is none yet",
};

describe("the dashboards in the lab", () => {
  budget(180);
  before("send queries", () => askRanges(20));

  it("have data for every query of every panel, except at most one in ten", async () => {
    const missing = { now: [] as string[] };
    await until(120, async () => {
      const found = [];
      for (const { id, expr } of queries) {
        found.push(...((await ask(expr)).length > 0 ? [] : [id]));
      }
      missing.now = found.filter((id) => WITHOUT_DATA[id] === undefined);
      return missing.now.length === 0;
    });
    assert.deepEqual(missing.now, []);
    const excused = Object.keys(WITHOUT_DATA).length;
    assert.ok(excused <= queries.length / 10);
    console.log(
      `      ${String(queries.length - excused)} of ${String(queries.length)} queries of ${String(panels.length)} panels`,
    );
  });

  it("list no query as empty that does not exist", () => {
    const ids = queries.map(({ id }) => id);
    assert.deepEqual(
      Object.keys(WITHOUT_DATA).filter((id) => !ids.includes(id)),
      [],
    );
  });

  it("count the running clusters (fleet)", async () => {
    assert.deepEqual(
      (await panelSamples("fleet: Clusters")).map(({ value }) => value),
      [clusters.length],
    );
  });

  it("have a row for each cluster, and report none as missing (fleet)", async () => {
    for (const { name } of clusters) {
      assert.equal(await panelSumOf("fleet: Each cluster", name), 1, name);
    }
    assert.deepEqual(
      (await panelSamples("fleet: Missing clusters")).map(({ value }) => value),
      [0],
    );
  });

  it("show the queries to each observee's edge (observee)", async () => {
    const well = await until(90, async () => {
      const calls = await panelSamples("observee: Calls to the leaf Query");
      return observees.every(({ name }) =>
        calls.some(
          ({ labels, value }) =>
            labels["cluster"] === name && labels["grpc_code"] === "OK" && value > 0,
        ),
      );
    });
    assert.ok(well, "no call was seen");
  });
});
