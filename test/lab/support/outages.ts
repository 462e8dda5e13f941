// Three outages of an observee: all other clusters stay in every answer, in time, with a warning that names it, and an
// `up` of the observer removes nothing of it.
import * as assert from "node:assert/strict";
import { clusters, observer, type Cluster } from "../../../lab/cluster/machines";
import { addresses } from "../../../lab/query";
import { until } from "../../../lab/run";
import { TIMEOUTS } from "../../../kubernetes/query-timeouts";
import { ofTheLastMinute } from "./answers";
import { mustUp } from "./engine";
import { rangeOf } from "./past-samples";
import { settled } from "./query-loop";
import { BLACK_HOLE, WAYS } from "./outage-kinds";

const all = clusters.map(({ name }) => name).sort();
/** Seconds for an answer: what Query waits for a store, and five. */
const IN_TIME = TIMEOUTS.query + 5;
/** Seconds until it is back in every answer. */
const BACK = 30;
/** Seconds of a range, between its samples, and since its end: the frontend keeps nothing of the last minute. */
const [LENGTH, STEP, AGO] = [60, 30, 90];
/** Seconds until a restarted cluster has samples for such a range. */
const BEGUN = 300;
/** Questions over it, asked all at once: enough for each replica of each Query on the way. */
const RANGES = 6;
/** Instants while it is away, so many at once. */
const [INSTANTS, AT_ONCE] = [50, 5];

interface Got {
  readonly clusters: readonly string[];
  readonly warnings: readonly string[];
  readonly seconds: number;
}

/**
 * A range that ended a while ago, so that the frontend keeps its answer if it keeps any; `more` makes it another
 * question.
 */
async function ask(end: number, more = 0, address: string = addresses.frontend): Promise<Got> {
  const started = Date.now();
  const promql = `count by (cluster) (up) + ${String(more)}`;
  const range = { start: end - LENGTH, end, step: STEP };
  const { series, warnings } = await rangeOf(promql, range, address);
  const whole = series.filter(({ samples }) => samples.length === LENGTH / STEP + 1);
  return {
    clusters: whole.map(({ labels }) => labels["cluster"] ?? "").sort(),
    warnings,
    seconds: (Date.now() - started) / 1000,
  };
}

/** The end of a range over which every cluster has samples: who has none is not asked, and not missed. */
async function wholeRange(): Promise<number> {
  const last = { end: 0 };
  const found = await until(BEGUN, async () => {
    last.end = Math.floor((Date.now() / 1000 - AGO) / STEP) * STEP;
    // Past the frontend, which is not to know the answer.
    return (await ask(last.end, 0, addresses.query)).clusters.join() === all.join();
  });
  assert.ok(found, "some cluster has no samples of the last minutes");
  return last.end;
}

/** More of one that is cut off. */
export function whileAway({ name, address }: Cluster): void {
  const others = all.filter((each) => each !== name);

  it("is never left out without a warning", async () => {
    for (let i = 0; i < INSTANTS; i += AT_ONCE) {
      for (const got of await Promise.all(Array.from({ length: AT_ONCE }, ofTheLastMinute))) {
        assert.deepEqual(got.samples.map(({ labels }) => labels["cluster"]).sort(), others);
        const text = JSON.stringify(got.warnings);
        assert.ok(text.includes(address), text);
      }
    }
  });

  it("loses nothing by an `up` of the observer, which succeeds", async () => {
    assert.deepEqual((await mustUp(observer.name)).changes, []);
  });
}

/** The tests of it, for whatever edge the cluster has; `cutOff` may have more of them. */
export function outages(gone: Cluster, cutOff?: (gone: Cluster) => void): void {
  const others = all.filter((name) => name !== gone.name);

  for (const [how, { away, back }] of Object.entries(WAYS)) {
    describe(how, () => {
      const asked = { end: 0 };
      before("stop it", async () => {
        await settled(all);
        // Nothing of this range was asked of the frontend before, so no answer of a better time is kept.
        asked.end = await wholeRange();
        await away(gone);
      });
      after("restore everything", async () => {
        await back(gone);
        await settled(all);
      });

      it("leaves the others in every answer in time, and is named in a warning", async () => {
        const questions = Array.from({ length: RANGES }, (_, i) => ask(asked.end, i));
        for (const got of await Promise.all(questions)) {
          const text = JSON.stringify(got);
          assert.ok(
            others.every((name) => got.clusters.includes(name)),
            text,
          );
          assert.ok(
            got.warnings.some((warning) => warning.includes(gone.address)),
            text,
          );
          assert.ok(got.seconds <= IN_TIME, text);
        }
      });

      if (how === BLACK_HOLE) {
        cutOff?.(gone);
      }

      it("is back in time, also in cached answers without it", async () => {
        await back(gone);
        const last: { got?: Got } = {};
        const whole = await until(
          BACK,
          async () => {
            last.got = await ask(asked.end);
            return last.got.clusters.join() === all.join() && last.got.warnings.length === 0;
          },
          1,
        );
        assert.ok(whole, JSON.stringify(last));
      });
    });
  }
}
