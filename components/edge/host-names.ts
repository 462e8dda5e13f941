// Host names of what is reached from outside: each is one way in alone. Schemas let lower-case names pass only.
import type { ConfigError } from "../../config/errors";
import { repeatFaults } from "../../config/unique";

/** Traefik takes TLS options by host name: where two ways in differ, its default ones count, which ask nobody. */
export const hostNameFaults = (config: object): ConfigError[] =>
  repeatFaults(
    config,
    "hostname",
    "give each its own, since a controller may let callers of one name in by the other's rules",
  );
