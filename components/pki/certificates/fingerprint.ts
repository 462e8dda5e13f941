// SHA-256 fingerprints of certificates, and checksums for pod annotations that trigger restarts.
import { createHash, X509Certificate } from "node:crypto";

/** Fingerprint of a certificate as `openssl x509 -fingerprint -sha256` prints it. */
export const certificateFingerprint = (pem: string): string =>
  new X509Certificate(pem).fingerprint256;

/** Checksum for a pod annotation: the first 16 hex digits of the SHA-256 hash. */
export const checksum = (text: string): string =>
  createHash("sha256").update(text).digest("hex").slice(0, 16);

/** Checksum of the contents of several files, in their order; of a single file the same as `checksum`. */
export const checksumOf = (files: Readonly<Record<string, string>>): string =>
  checksum(Object.values(files).join("\0"));

/** Annotations `checksum/<name>` for pods that must restart when one of these texts changes. */
export const checksums = (texts: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(texts).map(([name, text]) => [`checksum/${name}`, checksum(text)]),
  );
