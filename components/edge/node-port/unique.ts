// Ports of the nodes: each is one part's alone.
import type { ConfigError } from "../../../config/errors";
import { repeatFaults } from "../../../config/unique";

/** A server would refuse the second Service of a port, and only half-way through an `up`. */
export const nodePortFaults = (config: object): ConfigError[] =>
  repeatFaults(config, "nodePort", "give each part a port of its own");
