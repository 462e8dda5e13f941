// Parses and joins PEM certificates.
import { X509Certificate } from "node:crypto";

const ONE = /^-----BEGIN CERTIFICATE-----\n[A-Za-z0-9+/=\n]+\n-----END CERTIFICATE-----\n?$/;

/** Whether the text is exactly one certificate and nothing else, in particular no key. */
export function isCertificate(text: string): boolean {
  try {
    return ONE.test(text) && new X509Certificate(text).subject !== "";
  } catch {
    return false;
  }
}

/** Joins certificates into one file, whether or not each ends with a newline. */
export const bundle = (certificates: readonly string[]): string =>
  certificates.map((pem) => `${pem.trimEnd()}\n`).join("");

/** Splits a text into its certificates. */
export const certificatesOf = (text: string): string[] =>
  text.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----\n?/g) ?? [];

/** Whether the text is one or more certificates and nothing else. */
export function isBundle(text: string): boolean {
  const certificates = certificatesOf(text);
  return (
    certificates.length > 0 && certificates.every(isCertificate) && certificates.join("") === text
  );
}
