// A renamed or moved resource keeps its state by an alias on its component, and loses it without one.
import * as assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { builtFile } from "../../lab/build/programs";
import { observees } from "../../lab/cluster/machines";
import { repository, state } from "../../lab/paths";
import { tryRun, type Ran } from "../../lab/run";
import { findPlugins } from "../../lab/stacks/plugins";
import { pulumi, pulumiEnv, stackFile } from "../../lab/stacks/pulumi";
import { budget } from "./support/budget";
import { MOVED, RENAMED, olderState } from "./renames/older";

const STACK = observees[0].name;

describe("the state of an older program, with other names and parents", () => {
  budget(40);
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "thanos-fleet-renames-"));
  const env = () => ({
    ...pulumiEnv(findPlugins()),
    PULUMI_BACKEND_URL: `file://${path.join(folder, "backend")}`,
  });

  before("put it into a copy of all states", async () => {
    fs.cpSync(state("stacks", "backend"), path.join(folder, "backend"), { recursive: true });
    const file = path.join(folder, "state.json");
    const where = ["--stack", STACK];
    const now = await pulumi(["stack", "export", ...where], findPlugins(), { env: env() });
    fs.writeFileSync(file, olderState(now));
    await pulumi(["stack", "import", ...where, "--file", file], findPlugins(), { env: env() });
  });
  after("remove the copy", () => fs.rmSync(folder, { recursive: true }));

  /** Output of a preview of the program in this folder. */
  function preview(program: string): Promise<Ran> {
    const where = ["--stack", STACK, "--config-file", stackFile(STACK)];
    const flags = ["--non-interactive", "--color=never"];
    const command = [builtFile("pulumi", "pulumi"), "preview", ...where, ...flags];
    return tryRun(command, { cwd: program, env: env() });
  }

  it("deletes and creates nothing if the program has aliases", async () => {
    const { code, stdout, stderr } = await preview(path.join(__dirname, "renames"));
    assert.equal(code, 0, stdout + stderr);
    assert.match(stdout, /^ +\d+ unchanged$/m);
    assert.doesNotMatch(stdout, /\d+ to (create|update|replace|delete)/);
  });

  it("would lose resources without aliases, except that protected ones stop the `up`", async () => {
    const { code, stdout } = await preview(repository);
    assert.notEqual(code, 0);
    assert.match(stdout, new RegExp(`${RENAMED.before}-ca(-\\d+)?-key"? cannot be deleted`));
    assert.match(stdout, new RegExp(`^ - +kubernetes:\\S+ ${RENAMED.before}-server delete`, "m"));
    assert.match(stdout, new RegExp(`^ - +${MOVED.type} ${MOVED.name} delete`, "m"));
  });
});
