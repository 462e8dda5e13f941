// Checks the server endpoints of the observer against the fleet: observees need them and must trust a new CA first.
import type { ObserveeContract } from "../../../stacks/contract";
import { rotationError, type StepArgs } from "./step-errors";
import type { Rotation } from "./phases";

interface Member {
  readonly name: string;
  readonly contract: ObserveeContract;
}

/** A server endpoint of the observer that observees call. */
interface ServerEndpointRule {
  /** Configuration path of the rotation of its server CA. */
  readonly path: string;
  /** Whether an observee calls it. */
  readonly by: (contract: ObserveeContract) => boolean;
  /** Message for a caller if the endpoint is not configured: what the observee does, and the fix. */
  readonly missing: string;
}

export const RECEIVE: ServerEndpointRule = {
  path: "receive.ca",
  by: ({ writerCa }) => writerCa !== undefined,
  missing:
    "pushes to Receive, and this observer has none; add receive, or give that observee another exposure",
};

export const ALERTMANAGER: ServerEndpointRule = {
  path: "alertmanager.edge.ca",
  by: ({ senderCa }) => senderCa !== undefined,
  missing:
    "sends its alerts to Alertmanager's edge, and this observer has none; add alertmanager.edge, or remove alerting from that observee",
};

/** Error messages. `wanted` is the rotation of its server CA; undefined if the endpoint is not configured. */
export function serverEndpointErrors(
  { path, by, missing }: ServerEndpointRule,
  wanted: Rotation | undefined,
  previous: Pick<StepArgs, "previousRotation" | "trustBundle" | "leafSince">,
  members: readonly Member[],
  times: Pick<StepArgs, "secretDelay" | "now">,
): string[] {
  const callers = members.filter(({ contract }) => by(contract));
  if (wanted === undefined) {
    return callers.map(({ name }) => `observee "${name}" ${missing}`);
  }
  const step = { path, wanted, ...previous, ...times };
  const errors =
    callers.length === 0
      ? // Without callers nobody has to trust the new CA first.
        [rotationError({ ...step, trustBundle: [], trusted: [], other: "nobody" })]
      : callers.map(({ name, contract }) =>
          rotationError({ ...step, trusted: contract.trusts, other: `observee "${name}"` }),
        );
  return [...new Set(errors)].filter((fault) => fault !== undefined);
}
