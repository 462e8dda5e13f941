// Finds the plugin for each package: the official one where it is installed, else the lab's stand-in.
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { z } from "zod";
import { officialHome, repository } from "../paths";

export interface Plugin {
  readonly package: string;
  /** Version of the package's SDK; empty for the language host, which has none. */
  readonly version: string;
  readonly folder: string;
  readonly standIn: boolean;
  /** "official 4.34.2 (path)" or "stand-in (path)" */
  readonly origin: string;
}

const manifest = z.object({ dependencies: z.record(z.string(), z.string()) });

/** All plugins of the program; their folders must come first on PATH. */
export function findPlugins(): Plugin[] {
  const file = path.join(repository, "package.json");
  const { dependencies } = manifest.parse(JSON.parse(fs.readFileSync(file, "utf8")));
  const resources = ["kubernetes", "tls", "aws"].map((name) =>
    find(name, "resource", `pulumi-resource-${name}`, dependencies[`@pulumi/${name}`] ?? ""),
  );
  return [find("nodejs", "language", "pulumi-language-nodejs", ""), ...resources];
}

function find(name: string, kind: string, binary: string, version: string): Plugin {
  const onPath = (process.env.PATH ?? "")
    .split(path.delimiter)
    .find((folder) => folder !== "" && fs.existsSync(path.join(folder, binary)));
  const official = (folder: string, from: string): Plugin => ({
    ...{ package: name, version, folder, standIn: false },
    origin: `official ${from} (${folder})`,
  });
  if (onPath) {
    return official(onPath, "on PATH");
  }
  const homes = [
    process.env.PULUMI_HOME,
    path.join(os.homedir(), ".pulumi"),
    officialHome(),
  ].filter((home) => home !== undefined);
  for (const home of homes) {
    const beside = path.join(home, "bin");
    if (fs.existsSync(path.join(beside, binary))) {
      return official(beside, "of the installed pulumi");
    }
    const installed = path.join(home, "plugins", `${kind}-${name}-v${version}`);
    // The CLI leaves a .partial file beside an incomplete installation.
    if (fs.existsSync(path.join(installed, binary)) && !fs.existsSync(`${installed}.partial`)) {
      return official(installed, version);
    }
  }
  const folder = path.join(repository, "lab/plugins", name);
  const origin = `stand-in (lab/plugins/${name})`;
  return { package: name, version, folder, standIn: true, origin };
}
