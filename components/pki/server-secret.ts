// The Secret with an edge's server certificate: each issuer has one of its own.
import type { ServerCertificateConfig } from "./config";
import { NAMES } from "../../kubernetes/names";

/** Its name in the edge's namespace. */
export function serverSecretOf(from: ServerCertificateConfig): string {
  switch (from.issuer) {
    case "self":
      return NAMES.serverTls;
    case "certManager":
      return NAMES.certManagerTls;
    case "supplied":
      return from.secretName;
  }
}
