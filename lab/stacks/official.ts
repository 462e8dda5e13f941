// Downloads Pulumi's official plugins with its CLI; without internet access the stand-ins are used.
import * as fs from "node:fs";
import * as os from "node:os";
import { builtFile } from "../build/programs";
import { officialHome, state, writeFile } from "../paths";
import { say } from "../report";
import { lastLines, tryRun } from "../run";
import { findPlugins, type Plugin } from "./plugins";

/**
 * The language host comes only with the CLI. The aws plugin is hundreds of megabytes, and is untested with the lab's S3
 * endpoint.
 */
const FETCHED = ["kubernetes", "tls"];

/** Seconds for one plugin: enough with internet access, and a short wait without. */
const LIMIT = 15;

/** Result of the one attempt in this lab's life. */
const attempt = () => state("stacks", "official-plugins.txt");

interface Fetch {
  /** Path of Pulumi's CLI. */
  readonly pulumi?: string;
  readonly limit?: number;
}

/** Tries once in a lab's life to download the plugins that are served by stand-ins. */
export async function fetchOfficial({
  pulumi = builtFile("pulumi", "pulumi"),
  limit = LIMIT,
}: Fetch = {}): Promise<void> {
  const missing = findPlugins().filter((each) => each.standIn && FETCHED.includes(each.package));
  if (missing.length === 0 || fs.existsSync(attempt())) {
    return;
  }
  const failure = await installAll(pulumi, missing, limit);
  const message =
    failure === undefined
      ? "installed Pulumi's official plugins"
      : `Pulumi's official plugins cannot be downloaded, so the lab's stand-ins are used: ${failure}`;
  writeFile(attempt(), `${message}\n`);
  say(message);
}

/** Stops at the first failure, since the next plugin would fail too, and returns the reason. */
async function installAll(
  pulumi: string,
  plugins: readonly Plugin[],
  limit: number,
): Promise<string | undefined> {
  for (const { package: name, version } of plugins) {
    const ran = await tryRun([pulumi, "plugin", "install", "resource", name, version], {
      // Outside of any project, since the CLI would look at the project's own plugins.
      cwd: os.tmpdir(),
      env: { ...process.env, PULUMI_HOME: officialHome(), PULUMI_SKIP_UPDATE_CHECK: "true" },
      timeout: limit,
    });
    if (ran.code !== 0) {
      const why = lastLines(ran.stderr.trim(), 1) || `no download within ${String(limit)} s`;
      return `${name} ${version}: ${why}`;
    }
  }
  return undefined;
}
