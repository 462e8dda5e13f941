// The outputs of an observee have an older schema: the observer's message says what to do.
import * as assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { z } from "zod";
import { builtFile } from "../../lab/build/programs";
import { observer } from "../../lab/cluster/machines";
import { repository } from "../../lab/paths";
import { tryRun } from "../../lab/run";
import { findPlugins } from "../../lab/stacks/plugins";
import { pulumi, pulumiEnv } from "../../lab/stacks/pulumi";
import { withConfig, type Keys } from "./support/config-copy";
import { budget } from "./support/budget";
import { fullName, onState } from "./support/stacks";

const OLD = "of-an-older-program";
const type = "pulumi:pulumi:Stack";

/** A state that has only outputs. */
const deployment = {
  version: 3,
  deployment: {
    manifest: { time: "2026-01-01T00:00:00Z", magic: "", version: "" },
    resources: [
      {
        urn: `urn:pulumi:${OLD}::thanos-fleet::${type}::thanos-fleet-${OLD}`,
        custom: false,
        type,
        outputs: { schema: 0, cluster: OLD, address: "10.0.0.1:443" },
      },
    ],
  },
};

/** The observer's entries with one more observee. */
const withOld = ({ observees }: Keys): Keys => ({
  observees: [...z.array(z.unknown()).parse(observees), { name: OLD, stack: fullName(OLD) }],
});

describe("an observee of an older schema", () => {
  budget(40);
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "thanos-fleet-older-"));

  before("create its stack", async () => {
    await pulumi(["stack", "init", OLD, "--no-select"], findPlugins());
    const file = path.join(folder, "state.json");
    fs.writeFileSync(file, JSON.stringify(deployment));
    await onState(["stack", "import", "--file", file], OLD);
  });
  after("remove the namespace", async () => {
    await onState(["stack", "rm", "--yes", "--force"], OLD);
    fs.rmSync(folder, { recursive: true, force: true });
  });

  it("is named by the observer's preview, which fails", async () => {
    const ran = await withConfig(observer.name, withOld, (file) => {
      const flags = ["--stack", observer.name, "--config-file", file, "--non-interactive"];
      return tryRun([builtFile("pulumi", "pulumi"), "preview", ...flags, "--color=never"], {
        cwd: repository,
        env: pulumiEnv(findPlugins()),
      });
    });
    const said = ran.stdout + ran.stderr;
    assert.notEqual(ran.code, 0, said);
    assert.match(said, new RegExp(`output schema of stack "${fullName(OLD)}" is 0, .* first`));
  });
});
