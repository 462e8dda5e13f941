// End dates of certificates, as text and as PromQL, and the kinds of certificates.
import type * as pulumi from "@pulumi/pulumi";

/** An RFC 3339 time without fractions of a second: certificates have none, but the tls provider may add some. */
export const wholeSeconds = (rfc3339: string): string => rfc3339.replace(/\.\d+/, "");

/** Kind of a certificate, which decides when its alerts fire and what they advise. */
export type CertificateSource =
  /** Issued here, renewed by an `up`. */
  | { readonly source: "leaf"; readonly leafHours: number }
  /** A CA created here, replaced by a rotation. */
  | { readonly source: "ca" }
  /** A foreign CA certificate from the configuration. */
  | { readonly source: "supplied" }
  /** Renewed by cert-manager, whose metric is the only source of the end date. */
  | { readonly source: "renewed"; readonly leafHours: number };

export type Source = CertificateSource["source"];

/** Certificates by name, such as `client/paris`, with their end dates, RFC 3339. */
export type DatedCertificates = Readonly<
  Record<string, { readonly ends: pulumi.Input<string>; readonly kind: CertificateSource }>
>;

/** A certificate in rules. */
export interface ExpiringCertificate {
  readonly certificate: string;
  readonly kind: CertificateSource;
  /** End date in seconds since 1970, or PromQL for it where only a metric has it. */
  readonly end: number | string;
}

/** Seconds since 1970. */
export const endSeconds = (rfc3339: string): number => Math.floor(Date.parse(rfc3339) / 1000);
