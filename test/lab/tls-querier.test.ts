// Without the TLS querier only the observer answers: the observees are reached through it, and by no other way.
import * as assert from "node:assert/strict";
import { kubectl } from "../../lab/cluster/kubectl";
import { clusters, observer } from "../../lab/cluster/machines";
import { query } from "../../lab/query";
import { until } from "../../lab/run";
import { NAMES } from "../../specs/names";
import { budget } from "./support/budget";
import { NAMESPACE } from "./support/cluster";
import { onProgram } from "./support/stacks";

const QUESTION = "count by (cluster) (up)";
const REPLICAS = 2;
/** Seconds: pods stop and start, and Query looks at its endpoints again. */
const PATIENCE = 120;
const deployment = `deployment/${NAMES.tlsQuery}`;
const inFleet = ["--namespace", NAMESPACE];

const answering = async (): Promise<string[]> => {
  const { samples } = await query(QUESTION);
  return samples.map(({ labels }) => labels["cluster"] ?? "").sort();
};

/** Waits for an answer of exactly these clusters. Warnings are Query's right while a part of the fleet is away. */
async function answersOnly(expected: readonly string[]): Promise<void> {
  const last = { answer: [""] };
  const text = JSON.stringify(expected);
  await until(
    PATIENCE,
    async () => {
      last.answer = await answering().catch((error: unknown) => [String(error)]);
      return JSON.stringify(last.answer) === text;
    },
    2,
  );
  assert.deepEqual(last.answer, expected);
}

async function scale(replicas: number): Promise<void> {
  await kubectl(observer.name, ["scale", deployment, `--replicas=${String(replicas)}`, ...inFleet]);
  const patience = `--timeout=${String(PATIENCE)}s`;
  await kubectl(observer.name, ["rollout", "status", deployment, patience, ...inFleet]);
  if (replicas === 0) {
    const pods = ["pods", `--selector=app.kubernetes.io/name=${NAMES.tlsQuery}`];
    await kubectl(observer.name, ["wait", "--for=delete", ...pods, patience, ...inFleet]);
  }
}

describe("the TLS querier", () => {
  budget(120);
  const all = clusters.map(({ name }) => name).sort();

  before("all clusters answer", () => answersOnly(all));
  // Also when a test fails: the lab is left as it was found.
  after("scale it back", () => scale(REPLICAS));

  it("at 0 replicas leaves the observer alone in the answer", async () => {
    await scale(0);
    await answersOnly([observer.name]);
  });

  it("scaled back brings every observee back", async () => {
    await scale(REPLICAS);
    await answersOnly(all);
    const { warnings } = await query(QUESTION);
    assert.deepEqual(warnings, []);
  });

  it("is then as the program wrote it", async () => {
    await onProgram("preview", observer.name, ["--refresh", "--expect-no-changes"]);
  });
});
