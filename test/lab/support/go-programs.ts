// Go programs that only a test needs, each built once into the lab's cache.
import * as fs from "node:fs";
import * as path from "node:path";
import { z } from "zod";
import { cacheDir } from "../../../lab/paths";
import { run } from "../../../lab/run";

interface GoProgram {
  readonly module: string;
  readonly version: string;
  /** Its main package, within the module. */
  readonly pkg: string;
}

/** Seconds for a build on a cold and busy machine. */
const BUILD = 2400;

/** The binary of a program; its name is the last part of the package. */
export async function goProgram({ module, version, pkg }: GoProgram): Promise<string> {
  const name = path.basename(pkg);
  const binary = path.join(cacheDir(), "go", `${name}-${version}`);
  if (!fs.existsSync(binary)) {
    console.log(`      building ${name} ${version} into the cache, once; it takes minutes`);
    fs.mkdirSync(path.dirname(binary), { recursive: true });
    const env = { ...process.env, CGO_ENABLED: "0", GOWORK: "off", GOFLAGS: "" };
    const source = z.object({ Dir: z.string() });
    // In its own folder it is built of what its own go.sum names, whatever path the module says that it has.
    const { Dir } = source.parse(
      JSON.parse(
        await run(["go", "mod", "download", "-json", `${module}@${version}`], { cwd: "/" }),
      ),
    );
    const half = `${binary}.${String(process.pid)}`;
    const build = ["go", "build", "-C", Dir, "-mod=readonly", "-trimpath", "-o", half, pkg];
    await run(build, { env, timeout: BUILD });
    fs.renameSync(half, binary);
  }
  return binary;
}
