// Every flag that is rendered is one of Thanos' own. Needs the binary that the lab builds, and is skipped without it.
import * as assert from "node:assert/strict";
import * as childProcess from "node:child_process";
import * as fs from "node:fs";
import { built } from "../../lab/build/programs";
import { ALL_STACKS, stack } from "../support/fleet";
import { workloads } from "./objects";

const THANOS = built("thanos", "thanos");
const known = new Map<string, string>();

function helpOf(command: string): string {
  const help = known.get(command) ?? printed([command, "--help"]);
  known.set(command, help);
  return help;
}

/** Thanos prints its help where errors go. */
function printed(args: readonly string[]): string {
  const { stdout, stderr } = childProcess.spawnSync(THANOS, args, { encoding: "utf8" });
  return stdout + stderr;
}

describe("the flags of every Thanos part", () => {
  for (const name of ALL_STACKS) {
    it(`are Thanos' own in ${name}`, async function () {
      if (!fs.existsSync(THANOS)) {
        this.skip();
      }
      const { resources } = await stack(name);
      const unknown = workloads(resources).flatMap(({ id, spec }) => {
        const thanos = spec.template.spec.containers.find((c) => c.name === "thanos");
        const [command = "", ...flags] = thanos?.args ?? [];
        return flags
          .map((flag) => flag.split("=")[0] ?? "")
          .filter(
            (flag) =>
              !new RegExp(`${flag.replaceAll(".", "\\.")}(?![-.\\w])`).test(
                helpOf(command).replaceAll("[no-]", ""),
              ),
          )
          .map((flag) => `${id}: ${flag}`);
      });
      assert.deepEqual(unknown, []);
    });
  }
});
