// End dates of certificates, as text and as PromQL.
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

/** Certificates by name, such as `client/paris`, with their end dates, RFC 3339. */
export type DatedCertificates = Readonly<
  Record<string, { readonly ends: pulumi.Input<string>; readonly kind: CertificateSource }>
>;

/** A certificate in rules. */
export interface CertificateExpiry {
  readonly certificate: string;
  /** PromQL for the end date in seconds since 1970. */
  readonly end: string;
  /** The end date, RFC 3339; absent if only a metric has it. */
  readonly ends?: string;
}

/** A certificate with a known end date, RFC 3339. */
export const withEndDate = (certificate: string, ends: string): CertificateExpiry => ({
  certificate,
  end: `vector(${String(Math.floor(Date.parse(ends) / 1000))})`,
  ends,
});
