// CA certificates of somebody else's that stand in configuration: they end too.
import * as pulumi from "@pulumi/pulumi";
import type { ObserverSettings } from "../../config/observer";
import { suppliedExpiry, type CertificateSource } from "./expiry";

interface SuppliedCertificates {
  readonly ends: Readonly<Record<string, pulumi.Output<string>>>;
  readonly kinds: Readonly<Record<string, CertificateSource>>;
}

/** Their end dates, as those of certificates that are made here; `path` is that of the configuration. */
export function suppliedCertificates(path: string, pem: string | undefined): SuppliedCertificates {
  const ends = Object.entries(suppliedExpiry(path, pem));
  return {
    ends: Object.fromEntries(ends.map(([name, end]) => [name, pulumi.output(end)])),
    kinds: Object.fromEntries(ends.map(([name]) => [name, { source: "supplied" }])),
  };
}

/** Of those whose client certificates Query and the Query Frontend let in from outside of the cluster. */
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
