// Where a stack's own last `up` left its CAs.
import type { ObserveePreviousOutputs, ObserverPreviousOutputs } from "./contract";
import { getOwn } from "../kubernetes/get-own";
import { certificatesOf } from "../components/pki/pem";
import type { StepArgs } from "../components/pki/guards";
import { FIRST, type Rotation } from "../components/pki/rotation";

/** What a guard compares with; nothing in it where there was no such CA. */
export type PreviousCa = Pick<StepArgs, "previousRotation" | "trustBundle" | "leafSince">;

type Left = ObserverPreviousOutputs["rotations"][string] | undefined;

const previousCa = (previousRotation: Left, trustBundle: readonly string[]): PreviousCa => ({
  previousRotation,
  trustBundle,
  leafSince: previousRotation?.leafSince,
});

/** The client CA for an observee. */
export const previousClientCa = (memory: ObserverPreviousOutputs, name: string): PreviousCa =>
  previousCa(getOwn(memory.rotations, name), getOwn(memory.clientCa, name) ?? []);

/** The CA of Receive, of Alertmanager's edge, or of the object store. */
export const previousServerCa = (memory: ObserverPreviousOutputs["receive"]): PreviousCa =>
  previousCa(memory?.ca, certificatesOf(memory?.serverCa ?? ""));

/** Where an observee's own CA was left, if there was one; a program that knew no rotation told its end alone. */
export const ownCa = ({
  rotation,
  certificateEnds,
}: ObserveePreviousOutputs): Rotation | undefined =>
  rotation ??
  (Object.keys(certificateEnds).some((name) => name.startsWith("serverCa")) ? FIRST : undefined);

/** The CA with which an observee serves or pushes. What another issuer's CA signed is no matter of this one's. */
export const previousOwnCa = (memory: ObserveePreviousOutputs): PreviousCa =>
  previousCa(
    memory.rotation,
    ownCa(memory) === undefined ? [] : certificatesOf(memory.serverCa ?? memory.writerCa ?? ""),
  );

/** The CA with which it sends alerts. */
export const previousSenderCa = ({
  senderRotation,
  senderCa,
}: ObserveePreviousOutputs): PreviousCa =>
  previousCa(senderRotation, certificatesOf(senderCa ?? ""));
