// Python programs from PyPI, each in its own virtual environment in the lab's cache.
import * as fs from "node:fs";
import * as path from "node:path";
import { cacheDir } from "../../../lab/paths";
import { run } from "../../../lab/run";

/** The folder of an environment's programs; made at the first call, with exactly these packages. */
export async function pythonPrograms(name: string, packages: readonly string[]): Promise<string> {
  const folder = path.join(cacheDir(), "python", name);
  const done = path.join(folder, "installed");
  if (!fs.existsSync(done) || fs.readFileSync(done, "utf8") !== packages.join("\n")) {
    fs.rmSync(folder, { recursive: true, force: true });
    console.log(`      installing ${packages.join(", ")} into the cache, once; it takes minutes`);
    await run(["python3", "-m", "venv", folder]);
    await run([path.join(folder, "bin/pip"), "install", "--quiet", ...packages], { timeout: 900 });
    fs.writeFileSync(done, packages.join("\n"));
  }
  return path.join(folder, "bin");
}
