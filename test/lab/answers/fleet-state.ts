// Asks all questions of one fault: continuously by the Services, and each replica until all answers are as expected.
import { setTimeout } from "node:timers/promises";
import { until } from "../../../lab/run";
import { ask, type Doors, type When } from "./doors";
import { judge, unneeded } from "./judge";
import { PAST } from "./kept-samples";
import { anew, question, type Question } from "./questions";
import { inWords, type Judged, type Tally } from "./tally";
import { DOORS, fits, SELECTORS, TIMES, verdictOf, type Door, type Outcome } from "./verdicts";

/** Of each door. A question may take as long as Query waits for a store; others go on meanwhile. */
const WORKERS = 3;
/** Milliseconds between two questions of a worker. */
const PAUSE = 200;
/** Questions at a time: two replicas of Query answer 20 each. Those that a hanging store delays are to wait together. */
const AT_ONCE = 24;
const [STEP, LENGTH] = [30, 60];

/** Sequence number of the words in which a question is asked of the Query Frontend. */
const words = { last: 0 };

/** A question of a range, asked of the Query Frontend, which keeps only those. */
interface Kept {
  readonly asked: Question;
  readonly when: When;
}

export class FleetState {
  /** States that the fleet may be in: two while it changes. */
  private states: readonly Outcome[] = ["whole"];
  private changing = false;
  private pair = "";
  private readonly kept: Kept[] = [];
  private readonly questions: readonly Question[];
  private readonly work = { on: true };
  private readonly workers: Promise<void>[];

  /** `recent` is the end of a range, in Unix seconds, over which each cluster has samples. */
  constructor(
    private readonly tally: Tally,
    private readonly configuration: string,
    private readonly doors: Doors,
    dead: string,
    private readonly recent: number,
  ) {
    this.questions = TIMES.flatMap((time) => SELECTORS.map((name) => question(name, time, dead)));
    this.workers = DOORS.flatMap((door) =>
      Array.from({ length: WORKERS }, (_, i) => this.loop(door, i)),
    );
  }

  /** While it changes, answers may be as before or as after; none may lack a cluster without a warning. */
  changesTo(outcome: Outcome, pair: string): void {
    this.pair = pair;
    this.states = [...this.states.slice(-1), outcome];
    this.changing = true;
  }

  /** Asks every cell until all answers fit; then the fleet is in this state. Returns what does not fit. */
  async becomes(outcome: Outcome, seconds: number): Promise<string[]> {
    const last: { wrong: string[] } = { wrong: [] };
    await until(
      seconds,
      async () => {
        const found = await this.askCells();
        last.wrong = found
          .filter(({ door, asked, found: kind }) => {
            return !fits(verdictOf(outcome, door, asked.time, asked.selector), kind);
          })
          .map(inWords);
        return last.wrong.length === 0;
      },
      1,
    );
    if (last.wrong.length === 0) {
      this.states = [outcome];
      this.changing = false;
    }
    return last.wrong;
  }

  /** Asks again what was asked of the Query Frontend while the fault lasted. Returns what does not fit. */
  async askAgain(): Promise<string[]> {
    const replicas = await this.doors.replicas("frontend");
    const again = replicas.flatMap((address) => this.kept.map((kept) => ({ address, ...kept })));
    const found = await inTurns(again, ({ address, asked, when }) =>
      this.askOne("frontend", address, asked, when),
    );
    return found
      .filter(({ door, asked, found: kind }) => {
        return !fits(verdictOf("whole", door, asked.time, asked.selector), kind);
      })
      .map((judged) => `asked again: ${inWords(judged)}`);
  }

  async stop(): Promise<void> {
    this.work.on = false;
    await Promise.all(this.workers);
  }

  /** An instant at each replica of both doors, and a range at each Query Frontend. */
  private async askCells(): Promise<Judged[]> {
    const instants = await Promise.all(
      DOORS.map(async (door) =>
        (await this.doors.replicas(door)).flatMap((address) =>
          this.questions.map((asked) => ({ door, address, asked, when: instantOf(asked) })),
        ),
      ),
    );
    const frontends = await this.doors.replicas("frontend");
    const ranges = this.questions.flatMap((each) => {
      words.last += 1;
      const asked = anew(each, words.last);
      const when = this.rangeOf(asked);
      this.kept.push({ asked, when });
      return frontends.map((address) => ({ door: "frontend" as const, address, asked, when }));
    });
    return inTurns([...instants.flat(), ...ranges], ({ door, address, asked, when }) =>
      this.askOne(door, address, asked, when),
    );
  }

  private async askOne(door: Door, address: string, asked: Question, when: When): Promise<Judged> {
    const [before, passing] = [this.states, this.changing];
    const got = await ask(address, asked.promql, when);
    const found = judge(asked, got);
    const states = [...before, ...this.states];
    const judged = { door, asked, got, found, unneeded: unneeded(found, door, asked, states) };
    this.tally.add(this.configuration, this.pair, judged, passing || this.changing);
    return judged;
  }

  /** From the moment of its making until `stop`. */
  private async loop(door: Door, first: number): Promise<void> {
    for (let i = first; this.work.on; i += WORKERS) {
      const asked = this.questions[i % this.questions.length];
      if (asked !== undefined) {
        await this.askOne(door, this.doors.service(door), asked, instantOf(asked));
      }
      await setTimeout(PAUSE);
    }
  }

  private rangeOf({ time }: Question): When {
    const end = time === "past" ? PAST + LENGTH : this.recent;
    return { start: end - LENGTH, end, step: STEP };
  }
}

const instantOf = ({ time }: Question): When => (time === "past" ? { at: PAST } : {});

/** Does a few at a time. */
async function inTurns<T, R>(all: readonly T[], work: (each: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const rest = [...all];
  const worker = async (): Promise<void> => {
    for (let next = rest.shift(); next !== undefined; next = rest.shift()) {
      results.push(await work(next));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return results;
}
