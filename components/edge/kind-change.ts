// Checks changes of the edge's kind: the old edge exists until the end of an `up`.
import type { ExposureConfig } from "./config";
import { errorIf, formatValue, type ConfigError } from "../../config/errors";

/** The edge after the last `up`. */
export interface EdgeBefore {
  readonly exposure?: string | undefined;
  readonly serverName?: string | undefined;
}

/** Kinds with a route in Traefik, each with its own TLS options. */
const ROUTES: readonly string[] = ["ingress", "traefik"] satisfies ExposureConfig["kind"][];

/** If two routes of a host have different TLS options, Traefik uses its default ones, which verify no client. */
export function edgeChangeErrors(before: EdgeBefore, edge: ExposureConfig): ConfigError[] {
  const hasBothRoutes =
    before.exposure !== edge.kind &&
    ROUTES.includes(before.exposure ?? "") &&
    ROUTES.includes(edge.kind) &&
    "hostname" in edge &&
    edge.hostname === before.serverName;
  const verifiesByDefault = edge.kind === "traefik" && edge.defaultTlsOption === true;
  return errorIf(hasBothRoutes && !verifiesByDefault, {
    path: "exposure.kind",
    value: formatValue(edge.kind),
    rule: `it was ${formatValue(before.exposure)}: until the end of the \`up\` both routes of ${formatValue(before.serverName)} would be there, and a Traefik that serves both would ask nobody for a certificate`,
    fix: "give it another hostname, or another kind for one `up`",
  });
}
