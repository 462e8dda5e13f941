// Checks one observee's contract against the observer's configuration and previous outputs.
import { readmissionError, rotationError } from "../components/pki/rotation/step-errors";
import { errorIf, formatValue, type ConfigError } from "../config/errors";
import type { ObserverConfig } from "../config/load";
import { getOwn } from "../kubernetes/get-own";
import type { ObserveeContract } from "./contract";
import { previousClientCa } from "./previous-ca";
import type { ObserverPreviousOutputs } from "./previous-outputs";
import { outputPlace } from "./references";
import { timesOf } from "./times";

/** An entry of `observees`, with its path in the configuration. */
export type ObserveeEntry = ObserverConfig["observees"][number] & { readonly path: string };

/** The entries that are not revoked. */
export const entriesOf = ({ observees, revoked }: ObserverConfig): ObserveeEntry[] =>
  observees
    .map((entry, i) => ({ ...entry, path: `observees[${String(i)}]` }))
    .filter(({ name }) => !revoked.includes(name));

/** Errors if a connected observee has no outputs any more, or if its outputs are those of another cluster. */
export function observeeErrors(
  entry: ObserveeEntry,
  contract: ObserveeContract | undefined,
  previous: ObserverPreviousOutputs,
): ConfigError[] {
  const { name, stack, path } = entry;
  return [
    ...errorIf(contract === undefined && getOwn(previous.observees, name) === "connected", {
      path: `${path}.stack`,
      value: formatValue(stack),
      rule: `this stack has no outputs any more, though observee "${name}" was connected`,
      fix: "bring it up again, or remove it from observees",
    }),
    ...errorIf(contract !== undefined && contract.cluster !== name, {
      ...outputPlace("cluster", stack, `${path}.values`),
      value: formatValue(contract?.cluster),
      rule: `must be the observee's name, ${formatValue(name)}`,
      fix: `use the same name in ${path}.name`,
    }),
  ];
}

/** Errors if the configured rotation of the observee's client CA is not allowed yet. */
export function clientCaErrors(
  { name, path: entryPath, clientCa: wanted }: ObserveeEntry,
  contract: ObserveeContract | undefined,
  previous: ObserverPreviousOutputs,
  config: ObserverConfig,
): ConfigError[] {
  const path = `${entryPath}.clientCa`;
  const step = { path, wanted, ...previousClientCa(previous, name), ...timesOf(config) };
  const errors = [
    rotationError({ ...step, trusted: contract?.trusts, other: `observee "${name}"` }),
    readmissionError({ path, wanted, observee: name, leaving: getOwn(previous.leaving, name) }),
  ];
  return errors.filter((error) => error !== undefined);
}
