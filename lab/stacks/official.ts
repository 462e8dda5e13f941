// Pulumi's official plugins, fetched by its own CLI where this machine can reach them; the stand-ins serve where not.
import * as fs from "node:fs";
import * as os from "node:os";
import { built } from "../build/programs";
import { officialHome, state, writeFile } from "../paths";
import { say } from "../report";
import { lastLines, tryRun } from "../run";
import { findPlugins, type Plugin } from "./plugins";

/**
 * The language host comes with the CLI alone. The aws plugin is hundreds of megabytes, and the lab's S3 endpoint was never
 * tried with it.
 */
const FETCHED = ["kubernetes", "tls"];

/** Seconds for one plugin: who is offline does not wait long, and who is not has it by then. */
const LIMIT = 15;

/** What came of the one attempt of this lab. */
const attempt = () => state("stacks", "official-plugins.txt");

interface Fetch {
  /** Pulumi's CLI. */
  readonly pulumi?: string;
  readonly limit?: number;
}

/** Asks once in a lab's life for the plugins that a stand-in would serve. */
export async function fetchOfficial({
  pulumi = built("pulumi", "pulumi"),
  limit = LIMIT,
}: Fetch = {}): Promise<void> {
  const missing = findPlugins().filter((each) => each.standIn && FETCHED.includes(each.package));
  if (missing.length === 0 || fs.existsSync(attempt())) {
    return;
  }
  const fault = await installAll(pulumi, missing, limit);
  const said =
    fault === undefined
      ? "installed Pulumi's official plugins"
      : `Pulumi's official plugins are not to be had here, so the lab's stand-ins serve: ${fault}`;
  writeFile(attempt(), `${said}\n`);
  say(said);
}

/** Stops at the first that does not come, since the next would not come either; says why. */
async function installAll(
  pulumi: string,
  plugins: readonly Plugin[],
  limit: number,
): Promise<string | undefined> {
  for (const { package: name, version } of plugins) {
    const ran = await tryRun([pulumi, "plugin", "install", "resource", name, version], {
      // In no project, whose own plugins it would look at.
      cwd: os.tmpdir(),
      env: { ...process.env, PULUMI_HOME: officialHome(), PULUMI_SKIP_UPDATE_CHECK: "true" },
      timeout: limit,
    });
    if (ran.code !== 0) {
      const why = lastLines(ran.stderr.trim(), 1) || `nothing within ${String(limit)} s`;
      return `${name} ${version}: ${why}`;
    }
  }
  return undefined;
}
