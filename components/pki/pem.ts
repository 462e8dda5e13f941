// Certificates as PEM text.
import { X509Certificate } from "node:crypto";

const ONE = /^-----BEGIN CERTIFICATE-----\n[A-Za-z0-9+/=\n]+\n-----END CERTIFICATE-----\n?$/;

/** Exactly one certificate and nothing beside it, least of all a key. */
export function isCertificate(text: string): boolean {
  try {
    return ONE.test(text) && new X509Certificate(text).subject !== "";
  } catch {
    return false;
  }
}

/** Several certificates in one file, whether or not each ends with a newline. */
export const bundle = (certificates: readonly string[]): string =>
  certificates.map((pem) => `${pem.trimEnd()}\n`).join("");

/** The certificates of a text, each as a text of its own. */
export const certificatesOf = (text: string): string[] =>
  text.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----\n?/g) ?? [];

/** One certificate or more, and nothing beside them. */
export function isBundle(text: string): boolean {
  const certificates = certificatesOf(text);
  return (
    certificates.length > 0 && certificates.every(isCertificate) && certificates.join("") === text
  );
}
