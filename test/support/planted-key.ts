// A private key for secret scans to find, generated at each run and used for nothing.
import { generateKeyPairSync } from "node:crypto";

export const EC_KEY = generateKeyPairSync("ec", { namedCurve: "P-256" })
  .privateKey.export({ type: "sec1", format: "pem" })
  .toString();
