// The two stacks that are measured alternately: the lab's observer, and a bare one with as many resources.
import * as fs from "node:fs";
import * as path from "node:path";
import { z } from "zod";
import { builtFile } from "../../lab/build/programs";
import { kubeconfigOf, observer } from "../../lab/cluster/machines";
import { repository, state } from "../../lab/paths";
import { run } from "../../lab/run";
import type { Plugin } from "../../lab/stacks/plugins";
import { pulumi, pulumiEnv, stackFile } from "../../lab/stacks/pulumi";
import { measure, type Measured } from "./measure";

export type Up = () => Promise<Measured>;

const folder = () => state("bench");
const BARE = "bare";

/** The state's list of resources, to count them. */
const stateSchema = z.object({ deployment: z.object({ resources: z.array(z.unknown()) }) });

const flags = ["--yes", "--skip-preview", "--non-interactive", "--color=never"];

/** Measures an `up`; throws if it changed anything. */
async function unchanged(args: readonly string[], cwd: string, plugins: readonly Plugin[]) {
  const argv = [builtFile("pulumi", "pulumi"), "up", ...args, ...flags];
  const measured = await measure(argv, { cwd, env: pulumiEnv(plugins) });
  if (!/^ +\d+ unchanged$/m.test(measured.stdout) || /^ +[-+~]+ *\d+ to /m.test(measured.stdout)) {
    throw new Error(`this \`up\` changed something:\n${measured.stdout}`);
  }
  return measured;
}

export const observerUp = (plugins: readonly Plugin[]): Up => {
  const args = ["--stack", observer.name, "--config-file", stackFile(observer.name)];
  return () => unchanged(args, repository, plugins);
};

export async function observerResources(plugins: readonly Plugin[]): Promise<number> {
  const text = await pulumi(["stack", "export", "--stack", observer.name], plugins);
  return stateSchema.parse(JSON.parse(text)).deployment.resources.length;
}

/** Deploys a bare stack with this many resources, lets `use` measure it, and destroys it. */
export async function withBareStack(
  resources: number,
  plugins: readonly Plugin[],
  use: (up: Up) => Promise<void>,
): Promise<void> {
  const cwd = folder();
  const bare = (...args: string[]) => pulumi([...args, "--stack", BARE], plugins, { cwd });
  fs.rmSync(cwd, { recursive: true, force: true });
  fs.cpSync(path.join(__dirname, "bare"), cwd, { recursive: true });
  fs.symlinkSync(path.join(repository, "node_modules"), path.join(cwd, "node_modules"));
  // The stack exists if an earlier run was killed.
  await pulumi(["stack", "select", "--create", BARE], plugins, { cwd });
  try {
    const config = {
      context: observer.name,
      kubeconfig: kubeconfigOf(observer.name),
      // The stack itself, its provider and the namespace count as resources too.
      count: String(resources - 3),
    };
    const settings = Object.entries(config).flatMap(([key, value]) => [
      "--config",
      `${key}=${value}`,
    ]);
    await bare("up", "--yes", "--skip-preview", ...settings);
    await use(() => unchanged(["--stack", BARE], cwd, plugins));
  } finally {
    await bare("destroy", "--yes", "--skip-preview");
    await pulumi(["stack", "rm", "--yes", BARE], plugins, { cwd });
    fs.rmSync(cwd, { recursive: true });
  }
}

/** Version of the Pulumi CLI. */
export async function engineVersion(): Promise<string> {
  return (await run([builtFile("pulumi", "pulumi"), "version"])).trim();
}
