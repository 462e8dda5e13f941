// Key pairs of the users of an S3 server, from one seed that is kept in the stack's state.
import { createHmac } from "node:crypto";
import type { ObjectStoreKeys } from "../spec";

/** Letters of a secret key: 160 bits, and no more than any server takes. */
const LENGTH = 40;

/** The same seed gives each user the same keys, and no user's keys tell another's. */
export const keysOf = (user: string, seed: string): ObjectStoreKeys => ({
  accessKey: user,
  secretKey: createHmac("sha256", seed).update(user).digest("hex").slice(0, LENGTH),
});
