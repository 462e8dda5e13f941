// `up` of the observer while an observee's cluster cannot be reached: it succeeds, and takes nothing of it away.
import * as assert from "node:assert/strict";
import { pidOf } from "../../../lab/cluster/daemons";
import { clusters, observees, observer, switchMachine } from "../../../lab/cluster/machines";
import { query } from "../../../lab/query";
import { run, until } from "../../../lab/run";
import { budget } from "../support/budget";
import { mustUp } from "../support/engine";
import { settled } from "../support/query-loop";
import { rest } from "../support/rest";

const QUESTION = "count by (cluster) (up)";
const down = observees[1];
const all = clusters.map(({ name }) => name).sort();
/** Seconds until the TLS querier has found out, or has called again. */
const PATIENCE = 120;
/** Queries while it is down: enough for each replica of each Query on the way to be asked. */
const TRIES = 50;

/** Takes the node's cable out of the lab's switch, or puts it back. */
async function cable(state: "up" | "down"): Promise<void> {
  const hub = pidOf({ machine: switchMachine.name, name: "namespaces" });
  assert.ok(hub !== undefined, "the lab's switch is not there");
  const port = `port${down.address.split(".").at(-1) ?? ""}`;
  await run(["nsenter", "-t", String(hub), "-n", "ip", "link", "set", port, state]);
}

/** Whole, or with a warning that names the observee that is down. */
async function answers(expected: readonly string[]): Promise<void> {
  const whole = expected.includes(down.name);
  const last = { answer: [""], warnings: [""] };
  const reached = await until(
    PATIENCE,
    async () => {
      const { samples, warnings } = await query(QUESTION);
      last.answer = samples.map(({ labels }) => labels["cluster"] ?? "").sort();
      last.warnings = [...warnings];
      const named = warnings.some((warning) => warning.includes(down.address));
      return last.answer.join() === expected.join() && named === !whole;
    },
    1,
  );
  assert.ok(reached, JSON.stringify(last));
}

describe(`\`up\` of the observer while ${down.name} is down`, () => {
  budget(120);
  const others = all.filter((name) => name !== down.name);

  before("the fleet is at rest", () => rest());
  before("cut it off", () => cable("down"));
  after("join it again", () => cable("up"));

  it("leaves the other clusters in the answer, with a warning that names it", () =>
    answers(others));

  it("never leaves it out without a word", async () => {
    for (let i = 0; i < TRIES; i += 1) {
      const { samples, warnings } = await query(QUESTION);
      const got = samples.map(({ labels }) => labels["cluster"]).sort();
      assert.deepEqual(got, others);
      assert.ok(
        warnings.some((warning) => warning.includes(down.address)),
        `query ${String(i)}: ${JSON.stringify(warnings)}`,
      );
    }
  });

  it("succeeds without a change", async () => {
    const { changes } = await mustUp(observer.name);
    assert.deepEqual(changes, []);
    await answers(others);
  });

  it("it answers again as soon as it can be reached", async () => {
    await cable("up");
    await answers(all);
  });

  it("answers from every replica soon after", () => settled(all));
});
