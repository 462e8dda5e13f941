// Expiry of CA certificates that are supplied in the configuration.
import * as pulumi from "@pulumi/pulumi";
import type { ObserverSettings } from "../../../config/observer";
import { suppliedExpiry, type CertificateSource } from "./end-dates";

interface SuppliedCertificates {
  readonly ends: Readonly<Record<string, pulumi.Output<string>>>;
  readonly kinds: Readonly<Record<string, CertificateSource>>;
}

/** Their end dates, in the same form as for certificates issued here; `path` is the configuration path. */
export function suppliedCertificates(path: string, pem: string | undefined): SuppliedCertificates {
  const ends = Object.entries(suppliedExpiry(path, pem));
  return {
    ends: Object.fromEntries(ends.map(([name, end]) => [name, pulumi.output(end)])),
    kinds: Object.fromEntries(ends.map(([name]) => [name, { source: "supplied" }])),
  };
}

/** CAs whose client certificates the published Query and Query Frontend accept from outside the cluster. */
export function ingressCas({
  query,
  queryFrontend,
}: Pick<ObserverSettings, "query" | "queryFrontend">): SuppliedCertificates {
  const all = Object.entries({ query, queryFrontend }).map(([key, { publish }]) =>
    suppliedCertificates(
      `${key}.publish.auth.caPem`,
      publish?.auth.kind === "mutualTls" ? publish.auth.caPem : undefined,
    ),
  );
  return {
    ends: Object.assign({}, ...all.map(({ ends }) => ends)) as SuppliedCertificates["ends"],
    kinds: Object.assign({}, ...all.map(({ kinds }) => kinds)) as SuppliedCertificates["kinds"],
  };
}
