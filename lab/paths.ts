// The lab's folders: the cache for builds, and the state of a running lab.
import * as fs from "node:fs";
import * as path from "node:path";

import { cacheDir } from "../tools/node/cache";

export { cacheDir };

/** The repository's root: the folder above lab/. */
export const repository = path.resolve(__dirname, "..");

/** Pulumi home for official plugins. It is in the cache, so it outlives the lab. */
export const officialHome = (): string => path.join(cacheDir(), "pulumi");

export const defaultStateDir = "/var/lib/thanos-fleet-lab";

export function stateDir(): string {
  return path.resolve(process.env.THANOS_FLEET_LAB_STATE ?? defaultStateDir);
}

/** A path below the state folder. */
export function state(...parts: readonly string[]): string {
  return path.join(stateDir(), ...parts);
}

const marker = ".thanos-fleet-lab";

/** Creates the state folder with a marker file, without which `removeState` removes no folder. */
export function createState(): void {
  const dir = stateDir();
  fs.mkdirSync(dir, { recursive: true, mode: 0o755 });
  if (!fs.existsSync(path.join(dir, marker))) {
    if (fs.readdirSync(dir).length > 0) {
      throw new Error(
        `${dir} contains files that are not the lab's: empty it or set THANOS_FLEET_LAB_STATE`,
      );
    }
    fs.writeFileSync(path.join(dir, marker), "");
  }
}

export function stateExists(): boolean {
  return fs.existsSync(state(marker));
}

export function removeState(): void {
  if (stateExists()) {
    fs.rmSync(stateDir(), { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

/** Writes a file atomically, so that a killed run leaves no partial file. */
export function writeFile(file: string, content: string, mode = 0o644): void {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const temporary = `${file}.${process.pid}`;
  fs.writeFileSync(temporary, content, { mode });
  fs.renameSync(temporary, file);
}
