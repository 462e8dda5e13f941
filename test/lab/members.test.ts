// A stack refuses another member's bucket before its Compactor runs.
import * as assert from "node:assert/strict";
import { z } from "zod";
import { builtFile } from "../../lab/build/programs";
import { observees, observer } from "../../lab/cluster/machines";
import { repository } from "../../lab/paths";
import { tryRun } from "../../lab/run";
import { findPlugins } from "../../lab/stacks/plugins";
import { pulumiEnv } from "../../lab/stacks/pulumi";
import { withConfig } from "./support/config-copy";
import { budget } from "./support/budget";
import { onState } from "./support/stacks";

const [A, B] = [observees[0].name, observees[1].name];

/** Output of an `up` of a stack with this bucket. */
const upWith = (stack: string, bucket: string): Promise<{ code: number; said: string }> =>
  withConfig(
    stack,
    ({ objectStore }) => ({ objectStore: { ...Object(objectStore), bucket } }),
    async (file) => {
      const where = ["--stack", stack, "--config-file", file];
      const flags = ["--yes", "--skip-preview", "--non-interactive", "--color=never"];
      const ran = await tryRun([builtFile("pulumi", "pulumi"), "up", ...where, ...flags], {
        cwd: repository,
        env: pulumiEnv(findPlugins()),
        gentle: true,
      });
      return { code: ran.code, said: ran.stdout + ran.stderr };
    },
  );

const exported = z.object({
  deployment: z.object({
    resources: z.array(z.object({ urn: z.string(), modified: z.string().optional() })),
  }),
});

/** The stack's resources and the time of their last change, without the stack itself and its references. */
async function resources(stack: string): Promise<unknown> {
  const text = await onState(["stack", "export"], stack);
  const { deployment } = exported.parse(JSON.parse(text));
  return deployment.resources.filter(({ urn }) => !urn.includes("::pulumi:pulumi:"));
}

describe("a bucket of another member", () => {
  budget(30);

  for (const [whose, bucket] of [
    [A, `lab-${A}`],
    [observer.name, `lab-${observer.name}`],
  ] as const) {
    it(`is refused to ${B} if it belongs to ${whose}, and nothing changes`, async () => {
      const before = await resources(B);
      const { code, said } = await upWith(B, bucket);
      assert.notEqual(code, 0, said);
      const sentence = `objectStore.bucket is "${bucket}", but ${whose} and ${B} use this bucket with overlapping prefixes: two Compactors on the same blocks destroy data; `;
      assert.ok(said.includes(sentence), said);
      assert.deepEqual(await resources(B), before);
    });
  }
});
