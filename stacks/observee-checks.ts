// Checks one observee's contract against the observer's configuration and previous outputs. Errors are sentences.
import type { ObserverConfig } from "../config/load";
import type { ObserveeContract, ObserverPreviousOutputs } from "./contract";
import { getOwn } from "../kubernetes/get-own";
import { readmissionError, rotationError } from "../components/pki/rotation/step-errors";
import { previousClientCa } from "./previous-ca";
import { timesOf } from "./times";

/** Configuration path of the observee's client CA, for messages. */
export const clientCaPath = (observee: string): string => `observees ${observee} clientCa`;
export const absentError = ({ name, stack = "" }: ObserverConfig["observees"][number]): string =>
  `stack "${stack}" of observee "${name}" does not exist; make it with \`pulumi stack init ${stack}\`, give its outputs ` +
  "as values, or take the observee out of observees";

export function observeeErrors(
  { name, stack = "" }: ObserverConfig["observees"][number],
  contract: ObserveeContract | undefined,
  memory: ObserverPreviousOutputs,
): string[] {
  return [
    ...(contract === undefined && getOwn(memory.observees, name) === "connected"
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

/** Errors if the configured rotation of the observee's client CA is not allowed yet. */
export function clientCaErrors(
  { name, clientCa: wanted }: ObserverConfig["observees"][number],
  contract: ObserveeContract | undefined,
  memory: ObserverPreviousOutputs,
  config: ObserverConfig,
): string[] {
  const step = {
    path: clientCaPath(name),
    wanted,
    ...previousClientCa(memory, name),
    ...timesOf(config),
  };
  const faults = [
    rotationError({ ...step, trusted: contract?.trusts, other: `observee "${name}"` }),
    readmissionError(name, getOwn(memory.leaving, name), wanted),
  ];
  return faults.filter((fault) => fault !== undefined);
}
