// A folder with its own Pulumi backend, for stacks that must fail and leave nothing behind.
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { stringify } from "yaml";
import { z } from "zod";
import { builtFile } from "../../../lab/build/programs";
import { repository } from "../../../lab/paths";
import { tryRun, type Ran } from "../../../lab/run";
import { findPlugins } from "../../../lab/stacks/plugins";
import { pulumiEnv } from "../../../lab/stacks/pulumi";

const exported = z.object({
  deployment: z.object({ resources: z.array(z.object({ urn: z.string() })).nullish() }),
});

/** The stack, and references to other stacks with the engine's own provider for them. */
const READ = /::pulumi:(pulumi:Stack|pulumi:StackReference|providers:pulumi)::/;

export class Workspace {
  private readonly folder = fs.mkdtempSync(path.join(os.tmpdir(), "thanos-fleet-stacks-"));

  /** `program` is the folder of the program, `env` what its plugins find in their environment. */
  constructor(
    private readonly program = repository,
    private readonly env: Readonly<Record<string, string>> = {},
  ) {
    fs.mkdirSync(path.join(this.folder, "backend"));
    fs.copyFileSync(path.join(repository, "Pulumi.yaml"), path.join(this.folder, "Pulumi.yaml"));
  }

  /** Makes a stack with this configuration, and its secrets. */
  async stack(
    name: string,
    config: Readonly<Record<string, unknown>>,
    secrets: Readonly<Record<string, string>> = {},
  ): Promise<void> {
    await this.must(["stack", "init", name, "--no-select"]);
    const kept = fs.existsSync(this.file(name)) ? fs.readFileSync(this.file(name), "utf8") : "";
    fs.writeFileSync(this.file(name), kept + stringify({ config: prefixed(config) }));
    for (const [key, input] of Object.entries(secrets)) {
      const where = ["--stack", name, "--config-file", this.file(name)];
      await this.must(["config", "set", "--secret", `thanos-fleet:${key}`, ...where], input);
    }
  }

  /** `pulumi up`, whatever comes of it. */
  up(name: string): Promise<Ran> {
    const where = ["--stack", name, "--config-file", this.file(name)];
    return this.call(["up", "--yes", "--skip-preview", ...where], { cwd: this.program });
  }

  /**
   * The created resources of a stack: those in its state, without the stack itself and resources that were only read.
   */
  async resources(name: string): Promise<string[]> {
    const text = await this.must(["stack", "export", "--stack", name]);
    const { resources } = exported.parse(JSON.parse(text)).deployment;
    return (resources ?? []).map(({ urn }) => urn).filter((urn) => !READ.test(urn));
  }

  remove(): void {
    fs.rmSync(this.folder, { recursive: true, force: true });
  }

  private file(name: string): string {
    return path.join(this.folder, `Pulumi.${name}.yaml`);
  }

  private async must(args: readonly string[], input?: string): Promise<string> {
    const ran = await this.call(args, input === undefined ? {} : { input });
    if (ran.code !== 0) {
      throw new Error(`pulumi ${args.join(" ")}: ${ran.stderr}`);
    }
    return ran.stdout;
  }

  private call(
    args: readonly string[],
    options: { readonly cwd?: string; readonly input?: string },
  ): Promise<Ran> {
    const all = [builtFile("pulumi", "pulumi"), ...args, "--non-interactive", "--color=never"];
    const env = {
      ...pulumiEnv(findPlugins()),
      ...this.env,
      PULUMI_BACKEND_URL: `file://${path.join(this.folder, "backend")}`,
    };
    return tryRun(all, { cwd: this.folder, timeout: 120, ...options, env });
  }
}

const prefixed = (config: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(config).map(([key, value]) => [
      key.includes(":") ? key : `thanos-fleet:${key}`,
      value,
    ]),
  );
