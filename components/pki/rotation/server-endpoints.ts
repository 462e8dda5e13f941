// Checks the server endpoints of the observer against the fleet: observees need them and must trust a new CA first.
import type { ConfigError } from "../../../config/errors";
import type { ObserveeContract } from "../../../stacks/contract";
import { rotationError, type StepArgs } from "./step-errors";
import type { Rotation } from "./phases";

interface Member {
  readonly name: string;
  readonly contract: ObserveeContract;
}

/** A server endpoint of the observer that observees call. */
interface ServerEndpointRule {
  /** Configuration key of the endpoint. */
  readonly key: string;
  /** Configuration path of the rotation of its server CA. */
  readonly path: string;
  /** Whether an observee calls it. */
  readonly isCaller: (contract: ObserveeContract) => boolean;
  /** What a caller does, for messages. */
  readonly use: string;
  /** Fix if the endpoint is not configured. */
  readonly fix: string;
}

/** Receive, for observees that remote-write. */
export const RECEIVE: ServerEndpointRule = {
  key: "receive",
  path: "receive.ca",
  isCaller: ({ writerCa }) => writerCa !== undefined,
  use: "pushes to Receive",
  fix: "add receive, or give that observee another exposure",
};

/** Alertmanager's edge, for observees that send alerts. */
export const ALERTMANAGER: ServerEndpointRule = {
  key: "alertmanager.edge",
  path: "alertmanager.edge.ca",
  isCaller: ({ senderCa }) => senderCa !== undefined,
  use: "sends its alerts to Alertmanager's edge",
  fix: "add alertmanager.edge, or remove alerting from that observee",
};

/**
 * Errors if an observee calls an endpoint that is not configured, or if a caller does not trust its new CA yet.
 * `ca.wanted` is the rotation of its server CA; undefined if the endpoint is not configured.
 */
export function serverEndpointErrors(
  { key, path, isCaller, use, fix }: ServerEndpointRule,
  ca: Pick<StepArgs, "previousRotation" | "trustBundle" | "leafSince"> & {
    readonly wanted: Rotation | undefined;
  },
  members: readonly Member[],
  times: Pick<StepArgs, "secretDelay" | "now">,
): ConfigError[] {
  const callers = members.filter(({ contract }) => isCaller(contract));
  const { wanted } = ca;
  if (wanted === undefined) {
    return callers.map(({ name }) => ({
      path: key,
      rule: `is required: observee "${name}" ${use}`,
      fix,
    }));
  }
  const step = { ...ca, ...times, path, wanted };
  // Without callers nobody has to trust the new CA first.
  const errors =
    callers.length === 0
      ? [rotationError({ ...step, trustBundle: [], trusted: [], other: "nobody" })]
      : callers.map(({ name, contract }) =>
          rotationError({ ...step, trusted: contract.trusts, other: `observee "${name}"` }),
        );
  // An error that does not depend on the caller is reported once.
  const byRule = new Map(errors.map((error) => [error?.rule, error]));
  return [...byRule.values()].filter((error) => error !== undefined);
}
