// Sends queries continuously during a change of the fleet, and counts incomplete answers.
import { setTimeout } from "node:timers/promises";
import { query } from "../../../lab/query";

const QUESTION = "count by (cluster) (up)";
/** Queries in each step, unless a suite says otherwise; the loop goes on after the step until they are sent. */
const LEAST = 1000;
const WORKERS = 3;
/** Milliseconds between two of one worker while the work goes on, which would else wait for a processor too. */
const PAUSE = 100;
/** Number of reasons to keep for each step. */
const KEPT = 5;

interface Step {
  readonly title: string;
  sent: number;
  failed: number;
  readonly reasons: string[];
  seconds: number;
}

/** The steps of one suite. */
export class QueryLoop {
  private readonly steps: Step[] = [];

  constructor(private readonly least = LEAST) {}

  /** Does the work during queries; fails if an answer lacked a cluster of `staying`, or had a warning. */
  async during<T>(title: string, staying: readonly string[], work: () => Promise<T>): Promise<T> {
    const step: Step = { title, sent: 0, failed: 0, reasons: [], seconds: 0 };
    this.steps.push(step);
    const started = Date.now();
    const state = { working: true };
    const workers = Array.from({ length: WORKERS }, async () => {
      while (state.working || step.sent < this.least) {
        step.sent += 1;
        const fault = await ask(staying);
        if (fault !== undefined) {
          step.failed += 1;
          const at = ((Date.now() - started) / 1000).toFixed(1);
          if (step.reasons.length < KEPT) {
            step.reasons.push(`after ${at} s: ${fault}`);
          }
        }
        await setTimeout(state.working ? PAUSE : 0);
      }
    });
    try {
      return await work();
    } finally {
      state.working = false;
      await Promise.all(workers);
      step.seconds = (Date.now() - started) / 1000;
      if (step.failed > 0) {
        throw new Error(
          `${String(step.failed)} of ${String(step.sent)} queries failed: ${step.reasons.join("; ")}`,
        );
      }
    }
  }

  /** One line for each step. */
  print(): void {
    console.log("        sent  failed  seconds  step");
    for (const { title, sent, failed, seconds } of this.steps) {
      const cells = [String(sent).padStart(12), String(failed).padStart(8)];
      console.log(`${cells.join("")}${seconds.toFixed(1).padStart(9)}  ${title}`);
    }
  }
}

/** Number of complete answers in a row, after which every replica reaches every cluster. */
const IN_A_ROW = 50;
const PATIENCE_SECONDS = 120;

/**
 * Waits until the fleet answers whole, again and again. A single whole answer says little: each replica of the TLS
 * querier dials for itself, and after an outage waits for longer and longer before it tries again.
 */
export async function settled(clusters: readonly string[]): Promise<void> {
  const state = { row: 0, fault: "never asked" };
  const end = Date.now() + PATIENCE_SECONDS * 1000;
  while (state.row < IN_A_ROW) {
    const fault = await ask(clusters);
    state.row = fault === undefined ? state.row + 1 : 0;
    state.fault = fault ?? state.fault;
    if (Date.now() > end) {
      throw new Error(`the fleet did not settle: ${state.fault}`);
    }
  }
}

/** The error of one answer, if any. */
async function ask(staying: readonly string[]): Promise<string | undefined> {
  try {
    const { samples, warnings } = await query(QUESTION);
    const got = samples.map(({ labels }) => labels["cluster"]);
    const missing = staying.filter((name) => !got.includes(name));
    return warnings.length > 0
      ? `warnings: ${warnings.join("; ")}`
      : missing.length > 0
        ? `no ${missing.join(", ")}`
        : undefined;
  } catch (error) {
    return String(error);
  }
}
