// What came of the suites: a line for each, and what is wrong, in words.
import { ALL, SUITES, type SuiteName } from "./suites";

/** What came of a suite. */
export interface Outcome {
  readonly minutes: number;
  /** Tests that failed. */
  readonly failed: number;
  /** What it did not leave as it found it. */
  readonly left: readonly string[];
}

const overBudget = (what: string, minutes: number, budget: number): string[] =>
  minutes > budget
    ? [`${what} took ${minutes.toFixed(1)} min; its budget is ${String(budget)}`]
    : [];

const faultsOf = (name: SuiteName, { minutes, failed, left }: Outcome): string[] => [
  ...(failed > 0 ? [`${name}: ${String(failed)} failed`] : []),
  ...overBudget(name, minutes, SUITES[name].minutes),
  ...(left.length > 0
    ? [[`${name} did not leave the lab as it found it:`, ...left].join("\n  ")]
    : []),
];

/** A line for each suite, and what is wrong, in words. */
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
