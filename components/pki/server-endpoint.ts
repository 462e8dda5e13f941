// What must be true of the fleet before a way in to the observer may be as configuration asks for it.
import type { ObserveeContract } from "../../stacks/contract";
import { rotationError, type StepArgs } from "./guards";
import type { Rotation } from "./rotation";

interface Member {
  readonly name: string;
  readonly contract: ObserveeContract;
}

/** A part of the observer that observees call. */
interface Called {
  /** Configuration path of the rotation of its server CA. */
  readonly path: string;
  /** Who calls it. */
  readonly by: (contract: ObserveeContract) => boolean;
  /** What is said of a caller where there is no such part: what it does, and what to do about it. */
  readonly missing: string;
}

export const RECEIVE: Called = {
  path: "receive.ca",
  by: ({ writerCa }) => writerCa !== undefined,
  missing:
    "pushes to Receive, and this observer has none; add receive, or give that observee another exposure",
};

export const ALERTMANAGER: Called = {
  path: "alertmanager.edge.ca",
  by: ({ senderCa }) => senderCa !== undefined,
  missing:
    "sends its alerts to Alertmanager's edge, and this observer has none; add alertmanager.edge, or remove alerting from that observee",
};

/** Faults in sentences. `wanted` is the rotation of its server CA; absent where there shall be no such part. */
export function wayInFaults(
  { path, by, missing }: Called,
  wanted: Rotation | undefined,
  left: Pick<StepArgs, "previousRotation" | "trustBundle" | "leafSince">,
  members: readonly Member[],
  times: Pick<StepArgs, "secretDelay" | "now">,
): string[] {
  const callers = members.filter(({ contract }) => by(contract));
  if (wanted === undefined) {
    return callers.map(({ name }) => `observee "${name}" ${missing}`);
  }
  const step = { path, wanted, ...left, ...times };
  const fresh = [
    // Without a caller nobody has to trust the new one first.
    ...(callers.length === 0
      ? [rotationError({ ...step, trustBundle: [], trusted: [], other: "nobody" })]
      : callers.map(({ name, contract }) =>
          rotationError({ ...step, trusted: contract.trusts, other: `observee "${name}"` }),
        )),
  ];
  return [...new Set(fresh)].filter((fault) => fault !== undefined);
}
