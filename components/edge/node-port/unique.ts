// Rejects node ports that are used twice.
import type { ConfigError } from "../../../config/errors";
import { repeatErrors } from "../../../config/unique";

/** An error for each `nodePort` that is used already. The API server would reject it only in the middle of an `up`. */
export const nodePortErrors = (config: object): ConfigError[] =>
  repeatErrors(config, "nodePort", "give each part a port of its own");
