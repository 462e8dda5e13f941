// Converts subjects, subject alternative names and key usages from the provider's inputs to X.509.
import type * as x509 from "@peculiar/x509";
import { isObject, type Value, type Values } from "../protocol/values";

/** In the official plugin's order of a distinguished name. */
const attributes: [input: string, oid: string][] = [
  ["country", "2.5.4.6"],
  ["province", "2.5.4.8"],
  ["locality", "2.5.4.7"],
  ["streetAddresses", "2.5.4.9"],
  ["postalCode", "2.5.4.17"],
  ["organization", "2.5.4.10"],
  ["organizationalUnit", "2.5.4.11"],
  ["commonName", "2.5.4.3"],
  ["serialNumber", "2.5.4.5"],
  ["emailAddress", "1.2.840.113549.1.9.1"],
];

export function subjectOf(inputs: Values): x509.JsonName {
  const subject = isObject(inputs["subject"]) ? inputs["subject"] : {};
  return attributes
    .map(([input, oid]) => ({ [oid]: strings(subject[input]) }))
    .filter((part) => Object.values(part).some((values) => values.length > 0));
}

export function alternativeNames(inputs: Values): x509.JsonGeneralNames {
  return [
    ...strings(inputs["dnsNames"]).map((value) => ({ type: "dns" as const, value })),
    ...strings(inputs["ipAddresses"]).map((value) => ({ type: "ip" as const, value })),
    ...strings(inputs["uris"]).map((value) => ({ type: "url" as const, value })),
  ];
}

export function strings(value: Value | undefined): string[] {
  if (Array.isArray(value)) {
    return value.map(String);
  }
  return value === undefined || value === null || value === "" ? [] : [String(value)];
}

/** Bits of the key usage extension. */
export const keyUsages: Record<string, number> = {
  digital_signature: 1,
  content_commitment: 2,
  key_encipherment: 4,
  data_encipherment: 8,
  key_agreement: 16,
  cert_signing: 32,
  crl_signing: 64,
  encipher_only: 128,
  decipher_only: 256,
};

export const extendedKeyUsages: Record<string, string> = {
  any_extended: "2.5.29.37.0",
  server_auth: "1.3.6.1.5.5.7.3.1",
  client_auth: "1.3.6.1.5.5.7.3.2",
  code_signing: "1.3.6.1.5.5.7.3.3",
  email_protection: "1.3.6.1.5.5.7.3.4",
  ipsec_end_system: "1.3.6.1.5.5.7.3.5",
  ipsec_tunnel: "1.3.6.1.5.5.7.3.6",
  ipsec_user: "1.3.6.1.5.5.7.3.7",
  timestamping: "1.3.6.1.5.5.7.3.8",
  ocsp_signing: "1.3.6.1.5.5.7.3.9",
  microsoft_server_gated_crypto: "1.3.6.1.4.1.311.10.3.3",
  netscape_server_gated_crypto: "2.16.840.1.113730.4.1",
  microsoft_commercial_code_signing: "1.3.6.1.4.1.311.2.1.22",
  microsoft_kernel_code_signing: "1.3.6.1.4.1.311.61.1.1",
};
