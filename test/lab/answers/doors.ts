// The doors to the fleet's answers: Query and the Query Frontend, each replica by itself or whichever its Service picks.
import * as http from "node:http";
import { observer } from "../../../lab/cluster/machines";
import { addresses } from "../../../lab/query";
import { QUERY } from "../../../components/query/part";
import { QUERY_FRONTEND } from "../../../components/query-frontend/part";
import { PORTS } from "../../../kubernetes/ports";
import type { PodProxy } from "../support/pod-proxy";
import { podsOf } from "../support/workloads";
import { read, type Got } from "./judge";
import type { Door } from "./verdicts";

/** Milliseconds: more than twice what Query waits for a store, since it answers 20 questions at a time. */
const PATIENCE = 90_000;

/** Unix seconds: one time, or several. */
export type When =
  | { readonly at?: number }
  | { readonly start: number; readonly end: number; readonly step: number };

/** Each request has a connection of its own: one that is kept stays with one replica. */
function get(url: string): Promise<{ readonly status: number; readonly text: string }> {
  return new Promise((resolve, reject) => {
    const request = http.get(url, { agent: false, timeout: PATIENCE }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() }),
      );
    });
    request.on("timeout", () => request.destroy(new Error(`no answer in ${String(PATIENCE)} ms`)));
    request.on("error", reject);
  });
}

/** Asks at an address; an answer that is no success is an error. */
export async function ask(address: string, promql: string, when: When): Promise<Got> {
  const range = "start" in when;
  const path = `/api/v1/${range ? "query_range" : "query"}`;
  const times = Object.entries(range ? when : when.at === undefined ? {} : { time: when.at });
  const parameters = new URLSearchParams([
    ["query", promql],
    ...times.map(([name, time]): [string, string] => [name, String(time)]),
  ]).toString();
  try {
    const { status, text } = await get(`${address}${path}?${parameters}`);
    return status === 200
      ? read(text, range ? (when.end - when.start) / when.step + 1 : 1)
      : { error: `status ${String(status)}: ${text.slice(0, 200)}` };
  } catch (error) {
    return { error: String(error) };
  }
}

const PARTS = { query: QUERY.name, frontend: QUERY_FRONTEND.name } as const;

export interface Doors {
  /** Address of the door's Service. */
  service(door: Door): string;
  /** Addresses of the replicas that are ready; that of the Service if none is. */
  replicas(door: Door): Promise<string[]>;
}

export const labDoors = (proxy: PodProxy): Doors => ({
  service: (door) => addresses[door],
  replicas: async (door) => {
    const of = { cluster: observer.name, resource: "deployment", name: PARTS[door] } as const;
    const ready = (await podsOf(of)).filter((pod) => pod.ready && !pod.stopping);
    return ready.length === 0
      ? [addresses[door]]
      : ready.map(({ name }) => proxy.addressOf(name, PORTS.http));
  },
});
