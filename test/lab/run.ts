// `npm run test:lab -- <suite>...`: runs suites by name against the lab, each within its budget.
import * as path from "node:path";
import { parseArgs } from "node:util";
import { repository } from "../../lab/paths";
import { findPlugins } from "../../lab/stacks/plugins";
import { lab, labState, runShown } from "./support/lab";
import { remainingDifferences, snapshot } from "./support/lab-differences";
import { resetFleet } from "./support/reset-fleet";
import { suitesOf, usage, type Suite, type SuiteName } from "./suites";
import { verdict, type Outcome } from "./verdict";

const mocha = path.join(repository, "node_modules/mocha/bin/mocha.js");

/** Returns the number of failed tests. */
function runTests({ files, withoutLab }: Suite): Promise<number> {
  const config = withoutLab
    ? ["--no-config", "--node-option=import=tsx", "--timeout=600000"]
    : ["--config=.mocharc.lab.json"];
  return runShown([process.execPath, mocha, ...config, ...files]);
}

async function onLab(suite: Suite): Promise<Omit<Outcome, "minutes">> {
  await resetFleet();
  const before = await snapshot();
  const failed = await runTests(suite);
  return { failed, left: await remainingDifferences(before) };
}

/** Runs a suite on the running lab, or starts one first. */
async function run(name: SuiteName, suite: Suite): Promise<Outcome> {
  console.log(`\n== ${name}`);
  if (suite.withoutLab !== true) {
    await lab("build", "--yes");
  }
  await suite.builds?.();
  if (suite.withoutLab !== true && (await labState()) !== "up") {
    await lab("up", "--yes");
  }
  const started = Date.now();
  const outcome =
    suite.withoutLab === true ? { failed: await runTests(suite), left: [] } : await onLab(suite);
  return { ...outcome, minutes: (Date.now() - started) / 60_000 };
}

function report(outcomes: ReadonlyMap<SuiteName, Outcome>, whole: boolean): boolean {
  console.log("\nPlugins");
  findPlugins().forEach((plugin) => console.log(`  ${plugin.package.padEnd(11)} ${plugin.origin}`));
  const { lines, faults } = verdict(outcomes, whole);
  console.log(["", "Suites", ...lines, ...faults.map((fault) => `\n${fault}`)].join("\n"));
  return faults.length === 0;
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { keep: { type: "boolean", default: false } },
  });
  const chosen = suitesOf(positionals);
  if (chosen === undefined) {
    process.stderr.write(usage());
    process.exitCode = 1;
    return;
  }
  const found = await labState();
  const outcomes = new Map<SuiteName, Outcome>();
  try {
    for (const [name, suite] of chosen.suites) {
      outcomes.set(name, await run(name, suite));
    }
  } finally {
    if (found === "down" && !values.keep && (await labState()) !== "down") {
      await lab("down");
    }
  }
  process.exitCode = report(outcomes, chosen.whole) ? 0 : 1;
}

main().catch((error: unknown) => {
  process.stderr.write(`\ntest:lab: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
