// How long an `up` waits for a workload: as long as its pods may take that come up, or end, one after the other.
import { startupProbe } from "./probes";
import { GRACE_SECONDS, type Part } from "./workload";

/** Pulumi's `customTimeouts`. */
export type Timeouts = Readonly<Record<"create" | "update" | "delete", string>>;

export interface PodLifetime {
  readonly replicas: number;
  /** Seconds in which a pod may come up before it is taken for broken. */
  readonly startupSeconds: number;
  /** Seconds in which it may end by itself. */
  readonly graceSeconds?: number | undefined;
}

/** Minutes for an image to come, and a volume. */
const MARGIN = 2;
/** Minutes for what comes up in seconds: whatever is broken is told of after this time. */
const LEAST = { roll: 10, end: 5 };

const minutes = (seconds: number, least: number): string =>
  `${String(Math.max(least, MARGIN + Math.ceil(seconds / 60)))}m`;

export function timeouts({
  replicas,
  startupSeconds,
  graceSeconds = GRACE_SECONDS,
}: PodLifetime): Timeouts {
  const roll = minutes(replicas * (startupSeconds + graceSeconds), LEAST.roll);
  return { create: roll, update: roll, delete: minutes(graceSeconds, LEAST.end) };
}

/** Of what has nothing to start that takes long. */
export const DEFAULT_TIMEOUTS: Timeouts = timeouts({ replicas: 1, startupSeconds: 0 });

/** Of the replicas of a Thanos part. */
export const partTimeouts = (part: Part, replicas: number): Timeouts => {
  const { periodSeconds, failureThreshold } = part.startupProbe ?? startupProbe;
  const { graceSeconds } = part;
  return timeouts({ replicas, graceSeconds, startupSeconds: periodSeconds * failureThreshold });
};
