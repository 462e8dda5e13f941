// Progress output: a line when a step starts and ends, and a heartbeat while it runs.

const heartbeatSeconds = 15;
const started = Date.now();

export interface Phase {
  readonly name: string;
  readonly seconds: number;
}

const finished: Phase[] = [];

/** Finished phases of this run, in order. */
export function phases(): readonly Phase[] {
  return finished;
}

export function secondsSince(time: number): number {
  return Math.round((Date.now() - time) / 100) / 10;
}

export function totalSeconds(): number {
  return secondsSince(started);
}

export function say(line: string): void {
  const at = Math.floor((Date.now() - started) / 1000);
  process.stdout.write(`[${String(at).padStart(4)} s] ${line}\n`);
}

/** Runs one step; `note` sets the text that the heartbeat shows. */
export async function step<T>(
  name: string,
  work: (note: (what: string) => void) => Promise<T>,
): Promise<T> {
  const start = Date.now();
  let doing = "";
  say(`${name} ...`);
  const beat = setInterval(() => {
    say(`${name}: ${secondsSince(start)} s so far${doing ? `, ${doing}` : ""}`);
  }, heartbeatSeconds * 1000);
  try {
    const result = await work((what) => (doing = what));
    say(`${name}: done in ${secondsSince(start)} s`);
    return result;
  } catch (error) {
    say(`${name}: FAILED after ${secondsSince(start)} s`);
    throw error;
  } finally {
    clearInterval(beat);
  }
}

/** A step that is listed as a phase in the closing table. */
export async function phase<T>(
  name: string,
  work: (note: (what: string) => void) => Promise<T>,
): Promise<T> {
  const start = Date.now();
  try {
    return await step(name, work);
  } finally {
    finished.push({ name, seconds: secondsSince(start) });
  }
}
