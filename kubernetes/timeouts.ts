// Computes how long an `up` waits for a workload: the time its pods may take to start or stop one after the other.
import { startupProbe } from "./probes";
import { GRACE_SECONDS, type Part } from "./workload";

/** Pulumi's `customTimeouts`, in minutes such as `10m`. */
export type Timeouts = Readonly<Record<"create" | "update" | "delete", string>>;

/** How long the pods of a workload take to start and to stop. */
export interface PodLifetime {
  readonly replicas: number;
  /** Seconds within which a pod must start. */
  readonly startupSeconds: number;
  /** Seconds that a pod has to terminate gracefully; default: `GRACE_SECONDS`. */
  readonly graceSeconds?: number | undefined;
}

/** Minutes for pulling images and attaching volumes. */
const MARGIN = 2;
/** Minimum in minutes: after this time the failure of a workload that starts within seconds is reported. */
const MINIMUM = { roll: 10, end: 5 };

const minutes = (seconds: number, minimum: number): string =>
  `${String(Math.max(minimum, MARGIN + Math.ceil(seconds / 60)))}m`;

/** Replicas roll one after the other, so a create or update may take the sum of their start and stop times. */
export function timeouts({
  replicas,
  startupSeconds,
  graceSeconds = GRACE_SECONDS,
}: PodLifetime): Timeouts {
  const roll = minutes(replicas * (startupSeconds + graceSeconds), MINIMUM.roll);
  return { create: roll, update: roll, delete: minutes(graceSeconds, MINIMUM.end) };
}

/** For workloads without a slow start. */
export const DEFAULT_TIMEOUTS: Timeouts = timeouts({ replicas: 1, startupSeconds: 0 });

/** For the replicas of a Thanos part, from its startup probe and its grace period. */
export const partTimeouts = (part: Part, replicas: number): Timeouts => {
  const { periodSeconds, failureThreshold } = part.startupProbe ?? startupProbe;
  const { graceSeconds } = part;
  return timeouts({ replicas, graceSeconds, startupSeconds: periodSeconds * failureThreshold });
};
