// Counts pairs, cells and answers, and keeps those that break the rule.
import type { Got } from "./judge";
import type { Question } from "./questions";
import type { Door, Found } from "./verdicts";

/** Number of answers to print of each kind. */
const KEPT = 20;

/** An answer, and what it was asked. */
export interface Judged {
  readonly door: Door;
  readonly asked: Question;
  readonly got: Got;
  readonly found: Found;
  /** Whether it should have no warning. */
  readonly unneeded: boolean;
}

export const inWords = ({ door, asked, got, found }: Judged): string =>
  `${door}, ${asked.time}: ${asked.promql}: ${found}: ${JSON.stringify(got).slice(0, 300)}`;

class Count {
  pairs = 0;
  cells = 0;
  answers = 0;
  readonly lies: string[] = [];
  /** Warnings on complete answers, while the fleet's state was known. */
  readonly unneeded: string[] = [];
  /** The same while a fault or a restart was under way. */
  readonly passing: string[] = [];
}

export class Tally {
  private readonly counts = new Map<string, Count>();

  /** Of one configuration of the fleet. */
  of(configuration: string): Count {
    const count = this.counts.get(configuration) ?? new Count();
    this.counts.set(configuration, count);
    return count;
  }

  add(configuration: string, pair: string, judged: Judged, passing: boolean): void {
    const count = this.of(configuration);
    count.answers += 1;
    const line = `${pair}: ${inWords(judged)}`;
    if (judged.found === "lie") {
      count.lies.push(line);
    }
    if (judged.unneeded) {
      (passing ? count.passing : count.unneeded).push(line);
    }
  }

  print(): void {
    const titles = ["pairs", "cells", "answers", "lies", "unneeded warnings", "in passing"];
    const width = (title: string) => title.length + 2;
    console.log(`        ${"".padEnd(12)}${titles.map((t) => t.padStart(width(t))).join("")}`);
    for (const [name, count] of this.counts) {
      const { pairs, cells, answers, lies, unneeded, passing } = count;
      const cellsOf = [pairs, cells, answers, lies.length, unneeded.length, passing.length].map(
        (n, i) => String(n).padStart(width(titles[i] ?? "")),
      );
      console.log(`        ${name.padEnd(12)}${cellsOf.join("")}`);
    }
    for (const kind of ["lies", "unneeded", "passing"] as const) {
      const lines = [...this.counts.values()].flatMap((count) => count[kind]);
      lines.slice(0, KEPT).forEach((line) => console.log(`        ${kind}: ${line}`));
    }
  }
}
