// The result of a run: a line for each suite, and the errors.
import { ALL, SUITES, type SuiteName } from "./suites";

/** Result of a suite. */
export interface Outcome {
  readonly minutes: number;
  /** Number of tests that failed. */
  readonly failed: number;
  /** Changes of the lab that the suite did not undo. */
  readonly left: readonly string[];
}

const overBudget = (what: string, minutes: number, budget: number): string[] =>
  minutes > budget
    ? [`${what} took ${minutes.toFixed(1)} min; its budget is ${String(budget)}`]
    : [];

const faultsOf = (name: SuiteName, { minutes, failed, left }: Outcome): string[] => [
  ...(failed > 0 ? [`${name}: ${String(failed)} failed`] : []),
  ...overBudget(name, minutes, SUITES[name].minutes),
  ...(left.length > 0 ? [[`${name} changed the lab:`, ...left].join("\n  ")] : []),
];

/** A line for each suite, and the errors. */
export function verdict(outcomes: ReadonlyMap<SuiteName, Outcome>, whole: boolean) {
  const all = [...outcomes];
  const sum = all.reduce((minutes, [, outcome]) => minutes + outcome.minutes, 0);
  const line = (name: string, minutes: number, budget: number) =>
    `  ${name.padEnd(8)} ${minutes.toFixed(1).padStart(5)} of ${String(budget).padStart(2)} min`;
  return {
    lines: [
      ...all.map(([name, { minutes }]) => line(name, minutes, SUITES[name].minutes)),
      ...(whole ? [line(ALL.name, sum, ALL.minutes)] : []),
    ],
    faults: [
      ...all.flatMap(([name, outcome]) => faultsOf(name, outcome)),
      ...(whole ? overBudget(ALL.name, sum, ALL.minutes) : []),
    ],
  };
}
