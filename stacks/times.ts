// Times that decide what a rotation may do now.
import type { ObserveeConfig, ObserverConfig } from "../config/load";
import { durationSeconds } from "../config/primitives";
import { SECRET_DELAY } from "../components/pki/guards";

/** What a rotation's guards count with. */
export const timesOf = ({ unsafeForTests }: ObserverConfig | ObserveeConfig) => ({
  secretDelay: durationSeconds(unsafeForTests.secretDelay ?? SECRET_DELAY),
  now: Date.now(),
});
