// Checks which clusters answer while some are meant to be missing.
import * as assert from "node:assert/strict";
import { query, type Answer } from "../../../lab/query";
import { until } from "../../../lab/run";

/**
 * Not of the last five minutes, as `up` alone is: a Store Gateway that lists a bucket just then may have blocks of
 * those.
 */
export const ofTheLastMinute = (): Promise<Answer> =>
  query("count by (cluster) (last_over_time(up[1m]))");

export async function answering(): Promise<string[]> {
  const { samples } = await ofTheLastMinute();
  return samples.map(({ labels }) => labels["cluster"] ?? "").sort();
}

/** Seconds: pods stop and start, Query looks at its endpoints again, and reads a changed list of them. */
const PATIENCE = 120;

/** Asks until the answer is exactly this. */
export async function becomes(
  ask: () => Promise<string[]>,
  expected: readonly string[],
  patience = PATIENCE,
): Promise<void> {
  const last = { answer: [""] };
  await until(
    patience,
    async () => {
      last.answer = await ask().catch((error: unknown) => [String(error)]);
      return last.answer.join() === expected.join();
    },
    1,
  );
  assert.deepEqual(last.answer, expected);
}

/** Waits for an answer of exactly these clusters. Warnings are Query's right while a part of the fleet is away. */
export const answersOnly = (expected: readonly string[]): Promise<void> =>
  becomes(answering, expected);
