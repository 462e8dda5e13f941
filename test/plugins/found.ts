// The plugins a contract is checked against: the stand-in, and the official one where installed.
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

interface Found {
  readonly title: string;
  readonly standIn: boolean;
  /** Undefined where it is not installed. */
  readonly command: string | undefined;
}

export function pluginsFor(name: string): Found[] {
  const binary = `pulumi-resource-${name}`;
  const standIn = path.resolve(__dirname, "../../lab/plugins", name, binary);
  return [
    { title: `the stand-in for ${name}`, standIn: true, command: standIn },
    { title: `the official ${name} plugin`, standIn: false, command: official(name, binary) },
  ];
}

function official(name: string, binary: string): string | undefined {
  const own = path.resolve(__dirname, "../../lab/plugins");
  const home = path.join(process.env["PULUMI_HOME"] ?? path.join(os.homedir(), ".pulumi"));
  const plugins = path.join(home, "plugins");
  const installed = fs.existsSync(plugins) ? fs.readdirSync(plugins) : [];
  const folders = [
    ...(process.env["PATH"] ?? "").split(path.delimiter).filter((folder) => folder !== ""),
    path.join(home, "bin"),
    ...installed
      .filter((folder) => folder.startsWith(`resource-${name}-v`))
      .map((folder) => path.join(plugins, folder)),
  ];
  return folders
    .map((folder) => path.join(folder, binary))
    .find((file) => fs.existsSync(file) && !fs.realpathSync(file).startsWith(own));
}

/** Runs the same contract for each; says so where the official plugin is not there. A stand-in may do more. */
export function forEachPlugin(
  name: string,
  contract: (command: string, standIn: boolean) => void,
): void {
  for (const { title, command, standIn } of pluginsFor(name)) {
    describe(title, () => {
      if (command === undefined) {
        it("is not installed on this machine: its contract is not checked", function () {
          this.skip();
        });
      } else {
        contract(command, standIn);
      }
    });
  }
}
