// Validates CA certificates in the configuration: trusting a leaf or an expired CA would reject every peer.
import { X509Certificate } from "node:crypto";
import { z } from "zod";
import { certificatesOf, isBundle, isCertificate } from "./certificates/pem";
import { formatValue, type Rule } from "../../config/errors";

/** Why these certificates cannot be trusted as CAs; undefined if they can. `now` is in milliseconds since 1970. */
export function caError(pems: readonly string[], now: number): Rule | undefined {
  const certificates = pems.map((pem) => new X509Certificate(pem));
  const leaf = certificates.find(({ ca }) => !ca);
  if (leaf !== undefined) {
    return {
      rule: `must contain CA certificates only, and ${subject(leaf)} is not a CA`,
      fix: "give the certificate of the CA that signed it",
    };
  }
  const ended = certificates.find(({ validTo }) => Date.parse(validTo) <= now);
  return ended === undefined
    ? undefined
    : {
        rule: `must contain valid CAs only, and ${subject(ended)} expired at ${ended.validTo}`,
        fix: "give the certificate of the CA that replaced it",
      };
}

const subject = (certificate: X509Certificate): string =>
  formatValue(certificate.subject.replaceAll("\n", ", "));

const trusted = (isWhole: (text: string) => boolean, whole: Rule) =>
  z.string().superRefine((text, context) => {
    const error = isWhole(text) ? caError(certificatesOf(text), Date.now()) : whole;
    if (error !== undefined) {
      context.addIssue({ code: "custom", message: error.rule, params: { fix: error.fix } });
    }
  });

/** Exactly one PEM certificate of a CA that has not expired. */
export const caCertificate = trusted(isCertificate, {
  rule: "must be one PEM certificate, and no key",
  fix: "write it as a YAML block with |",
});

/** One or more such certificates in one text. */
export const caBundle = trusted(isBundle, {
  rule: "must be one or more PEM certificates, and no key",
  fix: "write it as a YAML block with |",
});
