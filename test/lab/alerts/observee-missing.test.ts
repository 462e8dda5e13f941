// A cluster that is down fires an alert within six minutes, which ends within three minutes of its return; so does the
// check that notices it.
import * as assert from "node:assert/strict";
import { FLEET_CHECK } from "../../../components/fleet-check/part";
import { clusters, observees, observer, type Cluster } from "../../../lab/cluster/machines";
import { query } from "../../../lab/query";
import { until } from "../../../lab/run";
import { budget } from "../support/budget";
import { EDGE_PORT, onMachine, outage, prometheus, stopped, type Fault } from "../support/faults";
import { BLACK_HOLE } from "../support/outage-kinds";
import { drop } from "../support/packets";
import { settled } from "../support/query-loop";
import { scale } from "../support/scale";

const all = clusters.map(({ name }) => name);
/** Seconds. */
const FIRES_WITHIN = 360;
const ENDS_WITHIN = 180;

/** Clusters of which an alert fires. */
async function firing(alert: string): Promise<string[]> {
  const { samples } = await query(
    `group by (cluster) (ALERTS{alertname="${alert}",alertstate="firing"})`,
  );
  return samples.map(({ labels }) => labels["cluster"] ?? "").sort();
}

/** Seconds until exactly these clusters have the alert. */
async function becomesFiring(
  alert: string,
  expected: readonly string[],
  within: number,
): Promise<number> {
  const started = Date.now();
  let last: readonly string[] = [];
  const well = await until(
    within,
    async () => {
      last = await firing(alert).catch((error: unknown) => [String(error)]);
      return last.join() === expected.join();
    },
    2,
  );
  assert.ok(well, `${alert} fires for [${last.join()}], not for [${expected.join()}]`);
  return (Date.now() - started) / 1000;
}

const MISSING = "ThanosFleetObserveeMissing";

/** Injects a fault into each of two observees. */
function missing(title: string, faults: ReadonlyMap<Cluster, Fault>): void {
  const names = [...faults.keys()].map(({ name }) => name).sort();

  describe(title, () => {
    budget(FIRES_WITHIN + ENDS_WITHIN + 240);
    before("all clusters answer, and no alert fires", async () => {
      await settled(all);
      await becomesFiring(MISSING, [], ENDS_WITHIN);
    });
    after("repair", async () => {
      await Promise.all([...faults.values()].map(({ repair }) => repair()));
      await settled(all);
    });

    it("fires for each of them", async () => {
      const [took] = await Promise.all([
        becomesFiring(MISSING, names, FIRES_WITHIN),
        ...[...faults.values()].map(({ inject }) => inject()),
      ]);
      console.log(`      ${took.toFixed(0)} s`);
    });

    it("ends after their return", async () => {
      await Promise.all([...faults.values()].map(({ repair }) => repair()));
      await settled(all);
      const took = await becomesFiring(MISSING, [], ENDS_WITHIN);
      console.log(`      ${took.toFixed(0)} s`);
    });
  });
}

describe(MISSING, () => {
  const [first, second] = observees;
  assert.ok(first !== undefined && second !== undefined);

  missing(
    "for a cluster without its leaf Query and one without its Prometheus",
    new Map([
      [first, outage("killed", first)],
      [second, stopped(prometheus(second.name))],
    ]),
  );
  missing(
    "for a cluster without its edge and one that is cut off",
    new Map([
      [first, onMachine(first.name, drop(EDGE_PORT))],
      [second, outage(BLACK_HOLE, second)],
    ]),
  );
});

const STOPPED = "ThanosFleetCheckStopped";

describe(STOPPED, () => {
  budget(FIRES_WITHIN + ENDS_WITHIN + 120);
  const check = `deployment/${FLEET_CHECK.name}`;
  before("it does not fire", () => becomesFiring(STOPPED, [], ENDS_WITHIN));
  after("scale it back", () => scale(observer.name, check, 2));

  it("fires without the pods of the check", async () => {
    await scale(observer.name, check, 0);
    const took = await becomesFiring(STOPPED, [observer.name], FIRES_WITHIN);
    console.log(`      ${took.toFixed(0)} s`);
  });

  it("ends after their return", async () => {
    await scale(observer.name, check, 2);
    const took = await becomesFiring(STOPPED, [], ENDS_WITHIN);
    console.log(`      ${took.toFixed(0)} s`);
  });
});
