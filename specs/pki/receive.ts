// What must be true of the fleet before the observer's Receive may be as configuration asks for it.
import type { ObserveeContract, ObserverMemory } from "../contract";
import { certificatesOf } from "../pem";
import { refusal, type StepArgs } from "./guards";
import { lifetimeFault } from "./lifetime";
import type { Rotation } from "./rotation";

interface Member {
  readonly name: string;
  readonly contract: ObserveeContract;
}

/** Faults in sentences. `wanted` is the rotation of its server CA; absent where there shall be no Receive. */
export function receiveFaults(
  wanted: Rotation | undefined,
  memory: ObserverMemory["receive"],
  members: readonly Member[],
  times: Pick<StepArgs, "secretDelay" | "now"> & { readonly leafHours: number },
): string[] {
  const writers = members.filter(({ contract }) => contract.writerCa !== undefined);
  if (wanted === undefined) {
    return writers.map(
      ({ name }) =>
        `observee "${name}" pushes to Receive, and this observer has none; add receive, or give that observee another exposure`,
    );
  }
  const step = {
    path: "receive.ca",
    before: memory?.ca,
    wanted,
    published: certificatesOf(memory?.serverCa ?? ""),
    leafSince: memory?.ca.leafSince,
    ...times,
  };
  const fresh = [
    // Without a writer nobody has to trust the new one first.
    ...(writers.length === 0
      ? [refusal({ ...step, published: [], trusted: [], other: "nobody" })]
      : writers.map(({ name, contract }) =>
          refusal({ ...step, trusted: contract.trusts, other: `observee "${name}"` }),
        )),
    lifetimeFault(step),
  ];
  return [...new Set(fresh)].filter((fault) => fault !== undefined);
}
