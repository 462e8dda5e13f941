// What an edge may become while the old one is still there, which is until the end of an `up`.
import type { ExposureConfig } from "./config";
import { formatValue } from "../../config/errors";

/** The edge as the last `up` left it. */
export interface EdgeBefore {
  readonly exposure?: string | undefined;
  readonly serverName?: string | undefined;
}

/** Kinds that make routes of one host for one Traefik, each with TLS options of its own. */
const ROUTES: readonly string[] = ["ingress", "traefik"];

/** Two routes of a host that differ are served by Traefik's default options, which ask nobody for a certificate. */
export function edgeChangeFault(before: EdgeBefore, edge: ExposureConfig): string | undefined {
  const same =
    before.exposure === edge.kind ||
    !ROUTES.includes(before.exposure ?? "") ||
    !ROUTES.includes(edge.kind) ||
    !("hostname" in edge && edge.hostname === before.serverName);
  return same || (edge.kind === "traefik" && edge.defaultTlsOption === true)
    ? undefined
    : `exposure.kind was ${formatValue(before.exposure)}: until the end of the \`up\` that makes it ${formatValue(edge.kind)} both routes of ${formatValue(before.serverName)} would be there, ` +
        "and a Traefik that serves both would ask nobody for a certificate; give it another hostname, or another kind for one `up`";
}
