// No answer lies: whatever part is away, and whatever was restarted meanwhile, an answer that lacks what a connected
// cluster has carries a warning and is not kept, and one that lacks nothing carries none.
import * as assert from "node:assert/strict";
import { clusters, observer } from "../../../lab/cluster/machines";
import { addresses } from "../../../lab/query";
import { until } from "../../../lab/run";
import { storeName } from "../../../kubernetes/names";
import { QUERY_FRONTEND } from "../../../components/query-frontend/part";
import { PORTS } from "../../../kubernetes/ports";
import { counted, total, type Counter } from "../support/counters";
import { PodProxy } from "../support/pod-proxy";
import { settled } from "../support/query-loop";
import { atRest } from "../support/reset-fleet";
import { restart } from "../support/workloads";
import { CONFIGURATIONS } from "./configurations";
import { ask, labDoors, type Doors } from "./doors";
import { ACTIONS, restartAll } from "./faults";
import { FleetState } from "./fleet-state";
import { keepSamples, PAST, removeSamples } from "./kept-samples";
import { FAULTS, MATRIX, RESTARTS, rowsOf, type Configuration } from "./matrix";
import { anew, question } from "./questions";
import { Tally } from "./tally";
import { DOORS, SELECTORS, TIMES } from "./verdicts";

const all = clusters.map(({ name }) => name);
const everywhere = question("all", "now", observer.name);

/**
 * Seconds until answers are as expected. Query calls each endpoint every 5 s and waits for 5 s (`endpoint.info-timeout`,
 * cmd/thanos/endpointset.go); that an endpoint is strict means that it is asked also before, with a warning. An answer
 * takes up to 25 s where a store hangs, and a connection that hangs is given up after 15 s (pkg/extgrpc/client.go).
 */
const FELT = 90;
/** Seconds after the return. gRPC waits for longer and longer before it connects again, for two minutes at most. */
const BACK = 180;
/** Seconds until the last minutes of a cluster that was away are over, for a range that the frontend may keep. */
const WHOLE_RANGE = 480;
/** Seconds: the Query Frontend keeps nothing of the last five minutes. */
const [AGO, STEP, LENGTH] = [330, 30, 60];

/** The end of a range over which each cluster has samples: one that has none is not lacking. */
async function wholeRange(): Promise<number> {
  const last = { end: 0, got: "" };
  const found = await until(
    WHOLE_RANGE,
    async () => {
      last.end = Math.floor((Date.now() / 1000 - AGO) / STEP) * STEP;
      const range = { start: last.end - LENGTH, end: last.end, step: STEP };
      const got = await ask(addresses.query, everywhere.promql, range);
      last.got = JSON.stringify(got);
      return "clusters" in got && got.clusters.join() === everywhere.clusters.join();
    },
    3,
  );
  assert.ok(found, `some cluster has no samples of the last minutes: ${last.got}`);
  return last.end;
}

const hits: Counter = { name: "cortex_cache_hits_total", port: PORTS.http };

describe("answers", () => {
  const tally = new Tally();
  const the: { proxy?: PodProxy } = {};
  const doors = (): Doors => {
    assert.ok(the.proxy !== undefined);
    return labDoors(the.proxy);
  };

  before("wait until the fleet is at rest", () => atRest());
  before("put samples into the buckets that no Prometheus has", async () => {
    await keepSamples();
    await Promise.all(
      all.map((name) =>
        restart({
          ...{ cluster: observer.name, name: storeName(name) },
          ...{ resource: "statefulset", replicas: 2 },
        }),
      ),
    );
  });
  before("reach the pods", async () => {
    the.proxy = await PodProxy.start(observer.name);
  });
  after("restore everything", async () => {
    the.proxy?.stop();
    await removeSamples();
    await atRest();
  });
  after("print the counts", () => tally.print());

  it("are kept by the Query Frontend if they are whole, so that a wrong one could be", async () => {
    const range = { start: PAST, end: PAST + LENGTH, step: STEP };
    const asked = anew(question("all", "past", observer.name), Date.now());
    const frontends = await doors().replicas("frontend");
    const askAll = () => Promise.all(frontends.map((address) => ask(address, asked.promql, range)));
    await settled(all);
    for (const got of await askAll()) {
      assert.deepEqual(got, { clusters: everywhere.clusters, warnings: [] });
    }
    assert.equal(total(await counted([QUERY_FRONTEND.name], hits, askAll)), frontends.length);
  });

  for (const configuration of Object.keys(MATRIX) as Configuration[]) {
    const { title, make, undo } = CONFIGURATIONS[configuration];
    describe(title, () => {
      before("configure it", async () => {
        await make();
        await settled(all);
      });
      after("configure as before", async () => {
        await undo();
        await settled(all);
      });
      rowsOf(configuration).forEach(({ fault, pairs }) => {
        describe(fault, () => {
          const fleet: { state?: FleetState } = {};
          const state = (): FleetState => {
            assert.ok(fleet.state !== undefined);
            return fleet.state;
          };
          before("all clusters answer", async () => {
            const end = await wholeRange();
            fleet.state = new FleetState(tally, configuration, doors(), FAULTS[fault].dead, end);
            assert.deepEqual(await state().becomes("whole", BACK), []);
          });
          after("repair, and stop asking", async () => {
            await ACTIONS[fault].repair();
            await fleet.state?.stop();
            await settled(all);
          });

          for (const [i, { restart: which, outcome }] of pairs.entries()) {
            it(`${RESTARTS[which]}: ${outcome}`, async () => {
              state().changesTo(outcome, `${fault} × ${RESTARTS[which]}`);
              if (i === 0) {
                await ACTIONS[fault].inject();
              }
              await restartAll(which);
              tally.of(configuration).pairs += 1;
              tally.of(configuration).cells += SELECTORS.length * TIMES.length * DOORS.length;
              assert.deepEqual(await state().becomes(outcome, FELT), []);
            });
          }

          it("is over, and answers are whole, also where they were not", async () => {
            state().changesTo("whole", `${fault} × return`);
            await ACTIONS[fault].repair();
            assert.deepEqual(await state().becomes("whole", BACK), []);
            tally.of(configuration).cells += pairs.length * SELECTORS.length * TIMES.length;
            assert.deepEqual(await state().askAgain(), []);
          });
        });
      });

      it("have no lie, and no unneeded warning", () => {
        const { lies, unneeded } = tally.of(configuration);
        assert.deepEqual([lies, unneeded], [[], []]);
      });
    });
  }
});
