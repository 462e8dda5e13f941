// Key pairs of the S3 server's users, derived from one seed in the stack's state.
import { createHmac } from "node:crypto";
import type { ObjectStoreKeys } from "../spec";

/** Characters of a secret key: 160 bits, and the most that every server accepts. */
const LENGTH = 40;

/** Deterministic for a seed and user; one user's keys reveal nothing about another's. */
export const keysOf = (user: string, seed: string): ObjectStoreKeys => ({
  accessKey: user,
  secretKey: createHmac("sha256", seed).update(user).digest("hex").slice(0, LENGTH),
});
