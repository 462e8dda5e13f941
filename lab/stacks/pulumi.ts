// Runs Pulumi's CLI with the lab's own state, passphrase and plugins.
import { randomBytes } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import { z } from "zod";
import { builtFile } from "../build/programs";
import { state, repository, writeFile } from "../paths";
import { run, type RunOptions } from "../run";
import type { Plugin } from "./plugins";

/** Folder with only the project file: `stack init` writes the stack's file beside it. */
export const projectDir = () => state("stacks");
const backendDir = () => state("stacks", "backend");

export const stackFile = (stack: string) => path.join(projectDir(), `Pulumi.${stack}.yaml`);

export function prepareProject(): void {
  fs.mkdirSync(backendDir(), { recursive: true });
  fs.copyFileSync(path.join(repository, "Pulumi.yaml"), path.join(projectDir(), "Pulumi.yaml"));
  // The lab runs one `up` at a time, so a lock is a leftover of a killed one.
  fs.rmSync(path.join(backendDir(), ".pulumi/locks"), { recursive: true, force: true });
}

function passphrase(): string {
  const file = path.join(projectDir(), "passphrase");
  if (!fs.existsSync(file)) {
    writeFile(file, randomBytes(24).toString("hex"), 0o600);
  }
  return fs.readFileSync(file, "utf8");
}

/** Environment of every call, without variables that could select a real cluster or account. */
export function pulumiEnv(plugins: readonly Plugin[]): NodeJS.ProcessEnv {
  const ambient = /^(KUBECONFIG$|AWS_|PULUMI_)/;
  const kept = Object.entries(process.env).filter(([name]) => !ambient.test(name));
  const folders = [...plugins.map((plugin) => plugin.folder), process.env.PATH ?? ""];
  return {
    ...Object.fromEntries(kept),
    PATH: folders.join(path.delimiter),
    PULUMI_HOME: path.join(projectDir(), "home"),
    PULUMI_BACKEND_URL: `file://${backendDir()}`,
    PULUMI_CONFIG_PASSPHRASE: passphrase(),
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
  };
}

export function pulumi(
  args: readonly string[],
  plugins: readonly Plugin[],
  options: RunOptions = {},
): Promise<string> {
  const all = [builtFile("pulumi", "pulumi"), ...args, "--non-interactive", "--color=never"];
  // Gentle: resources that are being created when Pulumi is killed are in no state.
  const basics = { cwd: projectDir(), gentle: true, env: pulumiEnv(plugins) };
  return run(all, { ...basics, ...options });
}

const listSchema = z.array(z.object({ name: z.string() }));

export async function listStacks(plugins: readonly Plugin[]): Promise<string[]> {
  const list = listSchema.parse(JSON.parse(await pulumi(["stack", "ls", "--json"], plugins)));
  return list.map((stack) => stack.name);
}

/** Whether a stack was ever up, so that others can read its outputs. */
export async function hasOutputs(stack: string, plugins: readonly Plugin[]): Promise<boolean> {
  const text = await pulumi(["stack", "output", "--json", "--stack", stack], plugins);
  return Object.keys(z.record(z.string(), z.unknown()).parse(JSON.parse(text))).length > 0;
}
