// What is wrong with one observee, in sentences, by its contract and by what the observer's last `up` left behind.
import type { ObserverConfig } from "../config/load";
import type { ObserveeContract, ObserverMemory } from "./contract";
import { own } from "../kubernetes/get-own";
import { readmissionFault, refusal } from "../components/pki/guards";
import { clientCaLeft } from "./previous-ca";
import { timesOf } from "./times";

/** Where its client CA is configured. */
export const clientCaPath = (observee: string): string => `observees ${observee} clientCa`;
export const absentFault = ({ name, stack = "" }: ObserverConfig["observees"][number]): string =>
  `stack "${stack}" of observee "${name}" does not exist; make it with \`pulumi stack init ${stack}\`, give its outputs ` +
  "as values, or take the observee out of observees";

export function observeeFaults(
  { name, stack = "" }: ObserverConfig["observees"][number],
  contract: ObserveeContract | undefined,
  memory: ObserverMemory,
): string[] {
  return [
    ...(contract === undefined && own(memory.observees, name) === "connected"
      ? [
          `stack "${stack}" of observee "${name}" has no outputs any more, though it was connected; ` +
            "bring it up again, or remove it from observees",
        ]
      : []),
    ...(contract !== undefined && contract.cluster !== name
      ? [`observee "${name}" calls itself "${contract.cluster}"; use that name in observees`]
      : []),
  ];
}

/** What the rotation of an observee's client CA may not do now. */
export function clientCaFaults(
  { name, clientCa: wanted }: ObserverConfig["observees"][number],
  contract: ObserveeContract | undefined,
  memory: ObserverMemory,
  config: ObserverConfig,
): string[] {
  const step = {
    path: clientCaPath(name),
    wanted,
    ...clientCaLeft(memory, name),
    ...timesOf(config),
  };
  const faults = [
    refusal({ ...step, trusted: contract?.trusts, other: `observee "${name}"` }),
    readmissionFault(name, own(memory.leaving, name), wanted),
  ];
  return faults.filter((fault) => fault !== undefined);
}
