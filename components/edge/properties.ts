// Properties of an edge besides its keys and objects. The folder of each kind provides them.
import type { ConfigError } from "../../config/errors";
import type { PeerRule } from "../network-policies/peers";
import type { RequiredClass } from "./required-class";

/** Errors, warnings, controller and class of an edge; an absent property means none. */
export interface EdgeProperties {
  /** Configuration errors of this kind. */
  readonly errors?: readonly ConfigError[];
  /** Warnings about valid settings, logged at every `up`. */
  readonly warnings?: readonly string[];
  /** Usual location of its controller's pods; empty if unknown. */
  readonly controllers?: readonly PeerRule[];
  /** Class that the configuration names, and the controller that it must have. */
  readonly requiredClass?: RequiredClass | undefined;
  /** Whether cert-manager issues certificates for annotations of its object. */
  readonly certManagerAnnotations?: true;
}
