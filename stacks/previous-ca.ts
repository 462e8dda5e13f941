// Where a stack's own last `up` left its CAs.
import type { ObserveeMemory, ObserverMemory } from "./contract";
import { own } from "../kubernetes/get-own";
import { certificatesOf } from "../components/pki/pem";
import type { StepArgs } from "../components/pki/guards";
import { FIRST, type Rotation } from "../components/pki/rotation";

/** What a guard compares with; nothing in it where there was no such CA. */
export type LeftCa = Pick<StepArgs, "before" | "published" | "leafSince">;

type Left = ObserverMemory["rotations"][string] | undefined;

const left = (before: Left, published: readonly string[]): LeftCa => ({
  before,
  published,
  leafSince: before?.leafSince,
});

/** The client CA for an observee. */
export const clientCaLeft = (memory: ObserverMemory, name: string): LeftCa =>
  left(own(memory.rotations, name), own(memory.clientCa, name) ?? []);

/** The CA of Receive, of Alertmanager's edge, or of the object store. */
export const serverCaLeft = (memory: ObserverMemory["receive"]): LeftCa =>
  left(memory?.ca, certificatesOf(memory?.serverCa ?? ""));

/** Where an observee's own CA was left, if there was one; a program that knew no rotation told its end alone. */
export const ownCa = ({ rotation, certificateEnds }: ObserveeMemory): Rotation | undefined =>
  rotation ??
  (Object.keys(certificateEnds).some((name) => name.startsWith("serverCa")) ? FIRST : undefined);

/** The CA with which an observee serves or pushes. What another issuer's CA signed is no matter of this one's. */
export const ownCaLeft = (memory: ObserveeMemory): LeftCa =>
  left(
    memory.rotation,
    ownCa(memory) === undefined ? [] : certificatesOf(memory.serverCa ?? memory.writerCa ?? ""),
  );

/** The CA with which it sends alerts. */
export const senderCaLeft = ({ senderRotation, senderCa }: ObserveeMemory): LeftCa =>
  left(senderRotation, certificatesOf(senderCa ?? ""));
