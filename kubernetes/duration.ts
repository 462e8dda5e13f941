// Durations of Thanos and Prometheus (https://prometheus.io/docs/prometheus/latest/configuration/configuration/).

/** A duration: each unit at most once, in descending order; `0d` is zero. */
export const DURATION =
  /^(0d|(?=[1-9])([1-9]\d*y)?([1-9]\d*w)?([1-9]\d*d)?([1-9]\d*h)?([1-9]\d*m)?([1-9]\d*s)?([1-9]\d*ms)?)$/;

const UNIT_SECONDS: Readonly<Record<string, number>> = {
  ms: 0.001,
  s: 1,
  m: 60,
  h: 3600,
  d: 86400,
  w: 604800,
  y: 31536000,
};

/** Seconds of a duration that matches `DURATION`. */
export const durationSeconds = (value: string): number =>
  [...value.matchAll(/(\d+)(ms|s|m|h|d|w|y)/g)].reduce(
    (sum, [, count, unit]) => sum + Number(count) * (UNIT_SECONDS[unit ?? ""] ?? 0),
    0,
  );

/** The longest of the durations, as it is written. */
export const longest = (first: string, ...more: readonly string[]): string =>
  more.reduce((a, b) => (durationSeconds(b) > durationSeconds(a) ? b : a), first);

/** Half of a duration in whole hours, else in whole seconds, rounded down. */
export function halfOf(value: string): string {
  const seconds = Math.floor(durationSeconds(value) / 2);
  return seconds % 3600 === 0 ? `${String(seconds / 3600)}h` : `${String(seconds)}s`;
}
