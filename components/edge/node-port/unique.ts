// Rejects node ports that are used twice.
import type { ConfigError } from "../../../config/errors";
import { repeatFaults } from "../../../config/unique";

/** The API server would reject the second Service, but only in the middle of an `up`. */
export const nodePortFaults = (config: object): ConfigError[] =>
  repeatFaults(config, "nodePort", "give each part a port of its own");
