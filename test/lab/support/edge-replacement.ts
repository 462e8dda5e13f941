// Calls an edge's address without a certificate while another kind of edge replaces it: no call may succeed.
import * as assert from "node:assert/strict";
import { sleep } from "../../../lab/run";
import { parseAddress, statusOf } from "./edge-probe";
import { clustersOf, type Caller } from "./store-client";

/** Seconds between two calls. */
const PAUSE = 0.3;
/** Minimum number of calls; fewer prove nothing. */
const LEAST = 10;

/** Answers to a caller without a certificate, with TLS and without. */
async function answers({ address, serverName, serverCa }: Caller): Promise<string[]> {
  const nobody = { address, serverName, serverCa, identity: undefined };
  const [plain, status] = await Promise.all([
    clustersOf({ ...nobody, plain: true }).catch(() => undefined),
    statusOf(parseAddress(address), { servername: serverName, rejectUnauthorized: false }),
  ]);
  return [
    ...(plain === undefined ? [] : [`${address} answered for ${plain.join()} in plain`]),
    ...(status === "200" ? [`${address} answered without a certificate`] : []),
  ];
}

/** Does the work, and calls these edges meanwhile. */
export async function shutWhile(
  callers: readonly Caller[],
  work: () => Promise<void>,
): Promise<void> {
  const state = { working: true, knocks: 0 };
  const answered: string[] = [];
  const knocking = callers.map(async (caller) => {
    while (state.working) {
      answered.push(...(await answers(caller)));
      state.knocks += 1;
      await sleep(PAUSE);
    }
  });
  try {
    await work();
  } finally {
    state.working = false;
    await Promise.all(knocking);
  }
  assert.deepEqual(answered, []);
  assert.ok(state.knocks >= LEAST, `${String(state.knocks)} knocks`);
}
