// SHA-256 fingerprints: how a certificate is named without showing it, and how a changed file rolls its readers.
import { createHash, X509Certificate } from "node:crypto";

/** Fingerprint of a certificate as `openssl x509 -fingerprint -sha256` prints it. */
export const certificateFingerprint = (pem: string): string =>
  new X509Certificate(pem).fingerprint256;

/** Short checksum for a pod annotation. */
export const checksum = (text: string): string =>
  createHash("sha256").update(text).digest("hex").slice(0, 16);

/** The same of several files together; of a single one it is that one's. */
export const checksumOf = (files: Readonly<Record<string, string>>): string =>
  checksum(Object.values(files).join("\0"));

/** Annotations of pods that are to roll when one of these texts changes: `checksum/<name>`. */
export const checksums = (texts: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(texts).map(([name, text]) => [`checksum/${name}`, checksum(text)]),
  );
