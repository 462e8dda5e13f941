// Measures a command: wall time, and processor time including its child processes.
import { tryRun, lastLines, type RunOptions } from "../../lab/run";

export interface Measured {
  /** In seconds, as are the other fields. */
  readonly wall: number;
  readonly user: number;
  readonly system: number;
}

/** Runs a command to its end and returns its standard output with the times. */
export async function measure(
  argv: readonly string[],
  options: RunOptions,
): Promise<Measured & { readonly stdout: string }> {
  const start = performance.now();
  // POSIX `times` prints the shell's own times, then a line for its child processes, such as "0m1.5s 0m0.25s".
  const shell = ["sh", "-c", '"$@"; code=$?; times; exit $code', "sh", ...argv];
  const { code, stdout, stderr } = await tryRun(shell, options);
  const wall = (performance.now() - start) / 1000;
  if (code !== 0) {
    throw new Error(`\`${argv.join(" ")}\` failed\n${lastLines(stdout + stderr, 30)}`);
  }
  const times = /(\d+)m([\d.]+)s (\d+)m([\d.]+)s\s*$/.exec(stdout);
  if (times === null) {
    throw new Error(`the shell did not print its times:\n${lastLines(stdout, 5)}`);
  }
  const [userMinutes = 0, user = 0, systemMinutes = 0, system = 0] = times.slice(1).map(Number);
  return {
    wall,
    user: userMinutes * 60 + user,
    system: systemMinutes * 60 + system,
    stdout,
  };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  const [low = NaN, high = NaN] = [sorted[sorted.length % 2 === 0 ? half - 1 : half], sorted[half]];
  return (low + high) / 2;
}

/** "2.4 (2.3–2.9)": median, minimum and maximum. */
export const spread = (values: readonly number[]): string =>
  `${median(values).toFixed(2)} (${Math.min(...values).toFixed(2)}–${Math.max(...values).toFixed(2)})`;
