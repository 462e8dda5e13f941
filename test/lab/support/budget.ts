// Time budgets of tests: each prints the seconds it took and fails above its budget.

/** Minutes for what is built of many modules, on a cold and busy machine. */
const BUILD = 40;

/** Builds what this suite alone needs; before its `budget`, since a cold cache is not the suite's doing. */
export function building(what: string, build: () => Promise<unknown>): void {
  before(`${what} is built`, function () {
    this.timeout(BUILD * 60_000);
    return build();
  });
}

/** Call it inside a `describe`, first: the clock starts after the lab is up, and stops when all is put back. */
export function budget(seconds: number): void {
  before("start the clock", function () {
    const started = Date.now();
    // Registered last, so it runs last; mocha skips the hooks after one that fails, and the others put things back.
    this.test?.parent?.afterAll("stay within the budget", () =>
      judge((Date.now() - started) / 1000, seconds),
    );
  });
}

function judge(took: number, seconds: number) {
  console.log(`      ${took.toFixed(1)} s of ${String(seconds)} s`);
  if (took > seconds) {
    throw new Error(`the suite took ${took.toFixed(1)} s, more than ${String(seconds)} s`);
  }
}
