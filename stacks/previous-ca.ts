// State of a stack's CAs as of its last `up`.
import type { ObserveePreviousOutputs, ObserverPreviousOutputs } from "./previous-outputs";
import { getOwn } from "../kubernetes/get-own";
import { certificatesOf } from "../components/pki/certificates/pem";
import type { StepArgs } from "../components/pki/rotation/step-errors";
import { INITIAL_ROTATION, type Rotation } from "../components/pki/rotation/phases";

/** State that a rotation's guards compare with; fields are undefined or empty where the CA did not exist. */
export type PreviousCa = Pick<StepArgs, "previousRotation" | "trustBundle" | "leafSince">;

type PreviousRotation = ObserverPreviousOutputs["rotations"][string] | undefined;

const previousCa = (
  previousRotation: PreviousRotation,
  trustBundle: readonly string[],
): PreviousCa => ({
  previousRotation,
  trustBundle,
  leafSince: previousRotation?.leafSince,
});

/** The client CA for an observee. */
export const previousClientCa = (previous: ObserverPreviousOutputs, name: string): PreviousCa =>
  previousCa(getOwn(previous.rotations, name), getOwn(previous.clientCa, name) ?? []);

/** The CA of Receive, of Alertmanager's edge, or of the object store. */
export const previousServerCa = (previous: ObserverPreviousOutputs["receive"]): PreviousCa =>
  previousCa(previous?.ca, certificatesOf(previous?.serverCa ?? ""));

/** Rotation of an observee's own server CA, if it had one; programs without rotation only output when that CA ends. */
export const ownCa = ({
  rotation,
  certificateEnds,
}: ObserveePreviousOutputs): Rotation | undefined =>
  rotation ??
  (Object.keys(certificateEnds).some((name) => name.startsWith("serverCa"))
    ? INITIAL_ROTATION
    : undefined);

/** The CA of an observee's server or remote-write certificate; empty if another issuer signed that. */
export const previousOwnCa = (previous: ObserveePreviousOutputs): PreviousCa =>
  previousCa(
    previous.rotation,
    ownCa(previous) === undefined
      ? []
      : certificatesOf(previous.serverCa ?? previous.writerCa ?? ""),
  );

/** The CA of its certificate for sending alerts. */
export const previousSenderCa = ({
  senderRotation,
  senderCa,
}: ObserveePreviousOutputs): PreviousCa =>
  previousCa(senderRotation, certificatesOf(senderCa ?? ""));
