// Panels show an event in the fleet. The dashboard of the Store Gateways is tested with new blocks in
// test/lab/parts/store-gateways.test.ts.
import * as assert from "node:assert/strict";
import { observees } from "../../lab/cluster/machines";
import { query } from "../../lab/query";
import { until } from "../../lab/run";
import { budget } from "./support/budget";
import { askRanges, RATE_SECONDS, panelSamples, panelSumOf } from "./support/panels";

/** Of two observees one is asked alone: what everybody else asks meanwhile reaches both. */
const [asked, spared] = observees.map(({ name }) => name) as [string, string];

/** A question whose answer is many series, and one whose answer is a single one. */
const MUCH = `count({cluster="${asked}", job="apiserver"})`;
const LITTLE = `count(up{cluster="${asked}", job="prometheus"})`;

const askOften = async (question: string, times: number): Promise<void> => {
  for (const each of Array<string>(times).fill(question)) {
    await query(each);
  }
};

/** Two scrapes, and what they take to be seen. */
const SEEN = 60;

describe("the dashboards after an event", () => {
  budget(240);

  it("show calls of the one cluster that is queried (observee)", async () => {
    const calls = "observee: Calls to the leaf Query";
    const ahead = async () => (await panelSumOf(calls, asked)) - (await panelSumOf(calls, spared));
    const [before, times] = [await ahead(), 300];
    await askOften(LITTLE, times);
    // At a window's edge a rate loses the calls before the first scrape in it.
    const least = before + times / RATE_SECONDS / 2;
    const well = await until(SEEN, async () => (await ahead()) >= least, 1);
    assert.ok(well, `${String(times)} calls did not make it ${String(least)} a second`);
  });

  it("show the latency of the one cluster with a large answer (fleet)", async () => {
    const latency = "fleet: Query latency per cluster";
    const last = { asked: 0, spared: 0 };
    const well = await until(RATE_SECONDS, async () => {
      await askOften(MUCH, 5);
      last.asked = await panelSumOf(latency, asked);
      last.spared = await panelSumOf(latency, spared);
      return last.spared > 0 && last.asked > 2 * last.spared;
    });
    assert.ok(well, JSON.stringify(last));
  });

  it("show a higher cache hit ratio while one query is repeated (query path)", async () => {
    const share = async () =>
      Math.max(
        0,
        ...(await panelSamples("query-path: Answers from the cache")).map(({ value }) => value),
      );
    const [before, times] = [await share(), 300];
    await askRanges(times);
    // One miss at most beside all the hits: much of what was missing is made up, however much that was.
    const least = before + (1 - before) / 3;
    const last = { share: before };
    const well = await until(
      SEEN,
      async () => {
        last.share = await share();
        return last.share >= least;
      },
      1,
    );
    assert.ok(well, `${String(times)} times the same made ${String(before)} ${String(last.share)}`);
  });
});
