// Name of the Secret with an edge's server certificate, which differs by issuer.
import type { ServerCertificateConfig } from "../config";
import { NAMES } from "../../../kubernetes/names";

/** The name, for this issuer. */
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
