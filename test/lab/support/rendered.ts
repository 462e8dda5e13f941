// The manifests that `npm run render` writes for a stack of the lab, with the stacks' real outputs.
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { repository } from "../../../lab/paths";
import { run } from "../../../lab/run";
import { stackFile } from "../../../lab/stacks/pulumi";
import { fullName, outputsOf, stackNames } from "./stacks";

const manifest = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({ name: z.string(), namespace: z.string().optional() }),
});
export type Manifest = z.infer<typeof manifest>;

/** Renders a stack into a folder that is gone afterwards. */
export async function render(stack: string): Promise<Manifest[]> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "thanos-fleet-rendered-"));
  try {
    const references = path.join(folder, "references.json");
    fs.writeFileSync(references, JSON.stringify(await everyOutput()));
    const out = path.join(folder, "out");
    const files = ["--config-file", stackFile(stack), "--references", references, "--out", out];
    await run(["npm", "run", "--silent", "render", "--", "--stack", stack, ...files], {
      cwd: repository,
    });
    return fs
      .readdirSync(out, { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".yaml"))
      .map((file) => manifest.parse(parse(fs.readFileSync(path.join(out, file), "utf8"))));
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

async function everyOutput(): Promise<Record<string, unknown>> {
  const all: Record<string, unknown> = {};
  for (const stack of stackNames) {
    all[fullName(stack)] = { outputs: await outputsOf(stack) };
  }
  return all;
}
