// Time budgets of tests: each prints the seconds it took and fails above its budget.

/** Minutes for what is built of many modules, on a cold and busy machine. */
const BUILD = 40;

/** Builds the programs of one suite, before its `budget`, so that a cold cache does not count. */
export function building(what: string, build: () => Promise<unknown>): void {
  before(`${what} is built`, function () {
    this.timeout(BUILD * 60_000);
    return build();
  });
}

/**
 * Must be the first call in a `describe`: the clock starts after the lab is up, and stops after everything is
 * restored.
 */
export function budget(seconds: number): void {
  before("start the clock", function () {
    const started = Date.now();
    // Registered last, so that it runs last: mocha skips the hooks after a failed one, and the others restore the lab.
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
