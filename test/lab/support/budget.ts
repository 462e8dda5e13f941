// Seconds that a suite may take: each prints what it took and fails above its budget.

/** Call it inside a `describe`, first: the clock starts after the lab is up. */
export function budget(seconds: number): void {
  const clock = { started: 0, stopped: 0 };
  before("start the clock", function () {
    clock.started = Date.now();
    // Mocha skips the hooks after one that fails, and the others are there to put all back.
    this.test?.parent?.afterAll("stay within the budget", () => judge(clock, seconds));
  });
  after("stop the clock", () => {
    clock.stopped = Date.now();
  });
}

function judge(clock: { readonly started: number; readonly stopped: number }, seconds: number) {
  const took = (clock.stopped - clock.started) / 1000;
  console.log(`      ${took.toFixed(1)} s of ${String(seconds)} s`);
  if (took > seconds) {
    throw new Error(`the suite took ${took.toFixed(1)} s, more than ${String(seconds)} s`);
  }
}
