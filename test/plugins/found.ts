// The plugins a contract is checked against: the stand-in, and the official one where installed.
import * as fs from "node:fs";
import * as path from "node:path";
import { findPlugins } from "../../lab/stacks/plugins";

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

/** The one that the lab would use. */
function official(name: string, binary: string): string | undefined {
  const found = findPlugins().find((plugin) => plugin.package === name);
  const own = path.resolve(__dirname, "../../lab/plugins");
  return found === undefined || fs.realpathSync(found.folder).startsWith(own)
    ? undefined
    : path.join(found.folder, binary);
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
