// Seconds that a suite may take: each prints what it took and fails above its budget.

/** Call it inside a `describe`, first: the clock starts after the lab is up. */
export function budget(seconds: number): void {
  let started = 0;
  before("start the clock", () => {
    started = Date.now();
  });
  after("stay within the budget", () => {
    const took = (Date.now() - started) / 1000;
    console.log(`      ${took.toFixed(1)} s of ${String(seconds)} s`);
    if (took > seconds) {
      throw new Error(`the suite took ${took.toFixed(1)} s, more than ${String(seconds)} s`);
    }
  });
}
