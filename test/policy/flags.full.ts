// Every flag that is rendered is one of Thanos' own. The lab's suite of linters runs it too.
import * as assert from "node:assert/strict";
import * as childProcess from "node:child_process";
import { builtFile } from "../../lab/build/programs";
import { ALL_STACKS, stack } from "../support/fleet";
import { workloads } from "./objects";

const THANOS = builtFile("thanos", "thanos");
const known = new Map<string, string>();

function helpOf(command: string): string {
  const help = known.get(command) ?? printed([...command.split(" "), "--help"]);
  known.set(command, help);
  return help;
}

/** Thanos prints its help where errors go. */
function printed(args: readonly string[]): string {
  const { stdout, stderr } = childProcess.spawnSync(THANOS, args, { encoding: "utf8" });
  return stdout + stderr;
}

const isInHelp = (command: string, flag: string): boolean =>
  new RegExp(`${flag.replaceAll(".", "\\.")}(?![-.\\w])`).test(
    helpOf(command).replaceAll("[no-]", ""),
  );

const NOT_THANOS = "--not-a-flag-of-thanos";

/** Thanos takes a few flags that its help does not show; it stops at the first that it does not take. */
const isHidden = (command: string, flag: string): boolean =>
  printed([command, `${flag}=x`, NOT_THANOS]).includes(`'${NOT_THANOS}'`);

describe("the flags of every Thanos part", () => {
  for (const name of ALL_STACKS) {
    it(`are Thanos' own in ${name}`, async () => {
      const { resources } = await stack(name);
      const unknown = workloads(resources).flatMap(({ id, spec }) => {
        const thanos = spec.template.spec.containers.find((c) => c.name === "thanos");
        const args = thanos?.args ?? [];
        const command = args.filter((word) => !word.startsWith("--")).join(" ");
        return args
          .filter((word) => word.startsWith("--"))
          .map((flag) => (flag.split("=")[0] ?? "").replace(/^--no-/, "--"))
          .filter((flag) => !isInHelp(command, flag) && !isHidden(command, flag))
          .map((flag) => `${id}: ${flag}`);
      });
      assert.deepEqual(unknown, []);
    });
  }
});
