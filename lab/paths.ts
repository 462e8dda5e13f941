// Where the lab keeps things: what it built (the cache) and what runs (the state).
import * as fs from "node:fs";
import * as path from "node:path";

import { cacheDir } from "../tools/node/cache";

export { cacheDir };

/** The repository's root: the folder above lab/. */
export const repository = path.resolve(__dirname, "..");

/** Where the lab has Pulumi's CLI put official plugins: they outlive the lab, as built programs do. */
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

/** Makes the state folder, and marks it as ours: `removeState` removes no folder without the mark. */
export function createState(): void {
  const dir = stateDir();
  fs.mkdirSync(dir, { recursive: true, mode: 0o755 });
  if (!fs.existsSync(path.join(dir, marker))) {
    if (fs.readdirSync(dir).length > 0) {
      throw new Error(
        `${dir} holds files that are not the lab's: empty it or set THANOS_FLEET_LAB_STATE`,
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

/** Writes a file whole or not at all, so that a killed run leaves no half of it. */
export function writeFile(file: string, content: string, mode = 0o644): void {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const temporary = `${file}.${process.pid}`;
  fs.writeFileSync(temporary, content, { mode });
  fs.renameSync(temporary, file);
}
