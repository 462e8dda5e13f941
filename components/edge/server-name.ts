// The name in an observee's server certificate, and who may sign it.
import type { ServerCertificateConfig } from "../pki/config";
import { isTerminating, type EdgeExposure, type ExposureConfig } from "./config";
import { formatValue, type ConfigError } from "../../config/errors";

/** An edge that ends TLS chooses by its host name; else it is what is configured, or the fleet's own. */
export const serverNameOf = (
  cluster: string,
  exposure: EdgeExposure,
  configured: string | undefined,
): string =>
  isTerminating(exposure) ? exposure.hostname : (configured ?? `${cluster}.observee.internal`);

/**
 * Last labels that are no domain's in the public DNS: kept for other uses (RFC 6761, RFC 6762, RFC 8375, ICANN's
 * `internal`), or customary inside of networks.
 */
const PRIVATE =
  /(^|\.)(internal|local|localhost|test|example|invalid|home\.arpa|svc|lan|corp|home|intranet|private)$/;

/** What public CAs call an internal name and may not sign: section 4.2.2 of the CA/Browser Forum's Baseline Requirements. */
const isPrivate = (name: string): boolean => !name.includes(".") || PRIVATE.test(name);

interface Served {
  readonly cluster?: string;
  readonly exposure?: ExposureConfig;
  readonly serverName?: string | undefined;
  readonly serverCertificate?: ServerCertificateConfig;
}

/** Without a CA of its own the certificate is checked against the system's, which know no private name. */
export function serverNameFaults({
  cluster,
  exposure,
  serverName,
  serverCertificate: certificate,
}: Served): ConfigError[] {
  if (
    cluster === undefined ||
    exposure === undefined ||
    exposure.kind === "remoteWrite" ||
    certificate === undefined ||
    certificate.issuer === "self" ||
    certificate.caPem !== undefined
  ) {
    return [];
  }
  const name = serverNameOf(cluster, exposure, serverName);
  const key = isTerminating(exposure) ? "exposure.hostname" : "serverName";
  return isPrivate(name)
    ? [
        {
          path: "serverCertificate.caPem",
          rule: `is required: the server's name is ${formatValue(name)}, which no public CA may sign`,
          fix: `give the certificate of the CA that signs it, or a name in the public DNS as ${key}`,
        },
      ]
    : [];
}
