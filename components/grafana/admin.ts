// The administrator's password, and a checksum of what is secret, from one seed that is kept in the stack's state.
import { createHmac } from "node:crypto";

const derived = (seed: string, from: string): string =>
  createHmac("sha256", seed).update(from).digest("hex");

/** 160 bits. The same seed gives the same password. */
export const passwordFrom = (seed: string): string => derived(seed, "admin").slice(0, 40);

/** For an annotation that everybody may read: without the seed nobody can try passwords on it. */
export const sealOf = (seed: string, secrets: Readonly<Record<string, string>>): string =>
  derived(seed, JSON.stringify(Object.entries(secrets).sort())).slice(0, 16);
