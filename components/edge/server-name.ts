// The name in an observee's server certificate, and the rule for names that a public CA cannot sign.
import type { ServerCertificateConfig } from "../pki/config";
import { isTerminating, type EdgeExposure, type ExposureConfig } from "./config";
import { formatValue, type ConfigError } from "../../config/errors";

/** Server name: the host name of an edge that terminates TLS, else `configured`, else `<cluster>.observee.internal`. */
export const serverNameOf = (
  cluster: string,
  exposure: EdgeExposure,
  configured: string | undefined,
): string =>
  isTerminating(exposure) ? exposure.hostname : (configured ?? `${cluster}.observee.internal`);

/**
 * Domains that are not in the public DNS: reserved (RFC 6761, RFC 6762, RFC 8375, ICANN's `internal`), or customary in
 * private networks.
 */
const PRIVATE =
  /(^|\.)(internal|local|localhost|test|example|invalid|home\.arpa|svc|lan|corp|home|intranet|private)$/;

/** An internal name, which public CAs may not sign: CA/Browser Forum's Baseline Requirements, section 4.2.2. */
const isPrivate = (name: string): boolean => !name.includes(".") || PRIVATE.test(name);

interface ServerSettings {
  readonly cluster?: string;
  readonly exposure?: ExposureConfig;
  readonly serverName?: string | undefined;
  readonly serverCertificate?: ServerCertificateConfig;
}

/** Error for a private name without a configured CA: the system's CAs, which then verify it, sign no private name. */
export function serverNameErrors({
  cluster,
  exposure,
  serverName,
  serverCertificate: certificate,
}: ServerSettings): ConfigError[] {
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
          fix: `set it to the CA's certificate, or set ${key} to a name in the public DNS`,
        },
      ]
    : [];
}
