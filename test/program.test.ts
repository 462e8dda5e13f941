// Log messages of the program, which `pulumi up --json` prints into logs that people keep.
import * as assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { SECRET } from "../tools/render/placeholders";
import { observerOutputs } from "../tools/render/references";
import { startHost, type Said } from "./plugins/host";
import { OBSERVEE, withKeys } from "./support/configs";
import { run, unlessFailed } from "./support/fleet";
import { FULL } from "./support/stacks";

describe("the program's log messages", () => {
  const said: Said[] = [];

  before(async () => {
    const host = await startHost((word) => said.push(word));
    pulumi.runtime.resetOptions("thanos-fleet", "paris", -1, host.address, "", false, "");
    const references = { [FULL("observer")]: observerOutputs(["paris"]) };
    const warnedOf = withKeys(OBSERVEE, { prometheus: { retention: "12h" } });
    unlessFailed(await run(warnedOf, references, "paris"));
    host.stop();
  });

  it("are warnings for the user", () => {
    assert.match(said.map(({ message }) => message).join("\n"), /prometheus.retention/);
  });

  it("do not include the SDK's debug log, which contains private keys", () => {
    assert.deepEqual(
      said.filter(({ severity, message }) => severity === "DEBUG" || message.includes(SECRET)),
      [],
    );
  });
});
