// Derives the administrator's password and a checksum of Grafana's secrets from one seed in the stack's state.
import { createHmac } from "node:crypto";

const derived = (seed: string, from: string): string =>
  createHmac("sha256", seed).update(from).digest("hex");

/** 160 bits as 40 hex digits. The same seed gives the same password. */
export const passwordFrom = (seed: string): string => derived(seed, "admin").slice(0, 40);

/** Checksum for an annotation, which is public: without the seed nobody can test passwords against it. */
export const sealOf = (seed: string, secrets: Readonly<Record<string, string>>): string =>
  derived(seed, JSON.stringify(Object.entries(secrets).sort())).slice(0, 16);
