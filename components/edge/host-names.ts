// Rejects a host name that two parts use. The schemas allow lower-case names only, so a plain comparison is enough.
import type { ConfigError } from "../../config/errors";
import { repeatErrors } from "../../config/unique";

/**
 * An error for each `hostname` that another part has already. Traefik selects TLS options by host name; if two routes
 * differ, it uses the default ones, which verify no client.
 */
export const hostNameErrors = (config: object): ConfigError[] =>
  repeatErrors(
    config,
    "hostname",
    "give each its own host name: a controller may apply the authentication of one to callers of the other",
  );
