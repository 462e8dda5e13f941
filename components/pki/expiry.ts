// When certificates end: as people read it, and as rules know it.
import { X509Certificate } from "node:crypto";
import { certificatesOf } from "./pem";

/** An RFC 3339 time without parts of a second: a certificate has none, though the tls provider tells some. */
export const wholeSeconds = (rfc3339: string): string => rfc3339.replace(/\.\d+/, "");

/** What kind of certificate it is: it decides when somebody is told that it ends, and what to do. */
export type CertificateSource =
  /** Made here, renewed by an `up`. */
  | { readonly source: "leaf"; readonly leafHours: number }
  /** Made here, rotated. */
  | { readonly source: "ca" }
  /** Of somebody else's CA; configuration has it. */
  | { readonly source: "supplied" }
  /** Renewed by cert-manager, which alone knows when it ends. */
  | { readonly source: "renewed"; readonly leafHours: number };

/** A certificate as rules see it. */
export interface CertificateExpiry {
  /** What it is: `client/paris`. */
  readonly certificate: string;
  /** What its end is in PromQL: seconds since 1970. */
  readonly end: string;
  /** The same for people; absent where only a metric knows it. */
  readonly ends?: string;
}

/** One whose end date is known, RFC 3339. */
export const dated = (certificate: string, ends: string): CertificateExpiry => ({
  certificate,
  end: `vector(${String(Math.floor(Date.parse(ends) / 1000))})`,
  ends,
});

/** End dates of the certificates that a key of configuration has, by its path and their number. */
export const suppliedExpiry = (path: string, pem: string | undefined): Record<string, string> =>
  Object.fromEntries(
    certificatesOf(pem ?? "").map((certificate, i) => {
      const { validTo } = new X509Certificate(certificate);
      return [`${path}/${String(i + 1)}`, wholeSeconds(new Date(validTo).toISOString())];
    }),
  );
