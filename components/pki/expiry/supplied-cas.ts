// Expiry of CA certificates that are supplied in the configuration.
import { X509Certificate } from "node:crypto";
import type { ObserverSettings } from "../../../config/observer";
import { certificatesOf } from "../certificates/pem";
import { wholeSeconds, type DatedCertificates } from "./end-dates";

/** Certificates in a configuration value, named by its path and their position from 1. */
export const suppliedCertificates = (path: string, pem: string | undefined): DatedCertificates =>
  Object.fromEntries(
    certificatesOf(pem ?? "").map((certificate, i) => {
      const ends = wholeSeconds(new Date(new X509Certificate(certificate).validTo).toISOString());
      return [`${path}/${String(i + 1)}`, { ends, kind: { source: "supplied" } }];
    }),
  );

/** CAs whose client certificates the published Query and Query Frontend accept from outside the cluster. */
export const ingressCas = ({
  query,
  queryFrontend,
}: Pick<ObserverSettings, "query" | "queryFrontend">): DatedCertificates =>
  Object.fromEntries(
    Object.entries({ query, queryFrontend }).flatMap(([key, { publish }]) =>
      publish?.auth.kind === "mutualTls"
        ? Object.entries(suppliedCertificates(`${key}.publish.auth.caPem`, publish.auth.caPem))
        : [],
    ),
  );
