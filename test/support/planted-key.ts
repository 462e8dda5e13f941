// A private key for scans to find. It was made here and now, and belongs to nobody.
import { generateKeyPairSync } from "node:crypto";

export const EC_KEY = generateKeyPairSync("ec", { namedCurve: "P-256" })
  .privateKey.export({ type: "sec1", format: "pem" })
  .toString();
