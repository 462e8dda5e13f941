// Rejects a change between kinds that would give one host two routes in Traefik: the old one exists until the end of an
// `up`.
import type { ExposureConfig } from "./config";
import { errorIf, formatValue, type ConfigError } from "../../config/errors";

/** The edge after the last `up`. */
export interface PreviousEdge {
  /** Its kind; absent if there was no edge. */
  readonly exposure?: string | undefined;
  readonly serverName?: string | undefined;
}

/** Kinds with a route in Traefik, each with its own TLS options. */
const TRAEFIK_ROUTES: readonly string[] = ["ingress", "traefik"] satisfies ExposureConfig["kind"][];

/**
 * Error if the new kind keeps a host name for which the old one has a route. If two routes of a host have different TLS
 * options, Traefik uses its default ones, which may verify no client.
 */
export function kindChangeErrors(previous: PreviousEdge, edge: ExposureConfig): ConfigError[] {
  const hasBothRoutes =
    previous.exposure !== edge.kind &&
    TRAEFIK_ROUTES.includes(previous.exposure ?? "") &&
    TRAEFIK_ROUTES.includes(edge.kind) &&
    "hostname" in edge &&
    edge.hostname === previous.serverName;
  const verifiesByDefault = edge.kind === "traefik" && edge.defaultTlsOption === true;
  return errorIf(hasBothRoutes && !verifiesByDefault, {
    path: "exposure.kind",
    value: formatValue(edge.kind),
    rule: `it was ${formatValue(previous.exposure)}: during the \`up\` that changes it, both routes of ${formatValue(previous.serverName)} would exist, and a Traefik that serves both would verify no client certificate`,
    fix: "use another hostname, or another kind for one `up`",
  });
}
