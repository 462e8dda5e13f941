// Current time and secret delay, for the guards of a CA's rotation.
import type { ObserveeConfig, ObserverConfig } from "../config/load";
import { durationSeconds } from "../config/primitives";
import { SECRET_DELAY } from "../components/pki/rotation/step-errors";

/** `secretDelay`, after which every pod has a changed Secret, in seconds; `now` in milliseconds since 1970. */
export const timesOf = ({ unsafeForTests }: ObserverConfig | ObserveeConfig) => ({
  secretDelay: durationSeconds(unsafeForTests.secretDelay ?? SECRET_DELAY),
  now: Date.now(),
});
