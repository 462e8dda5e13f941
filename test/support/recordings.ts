// Shares recordings of stacks between mocha's workers, so that each is made once in a test run.
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { setTimeout } from "node:timers/promises";

const FOLDER = "TEST_RECORDINGS";
const POLL_MS = 20;

/** Mocha calls it once before it starts the workers, which inherit the variable. */
export function mochaGlobalSetup(): void {
  process.env[FOLDER] = fs.mkdtempSync(path.join(os.tmpdir(), "recordings-"));
}

export function mochaGlobalTeardown(): void {
  fs.rmSync(process.env[FOLDER] ?? "", { recursive: true, force: true });
}

/** Undefined if mocha runs without this setup: then nothing is shared. */
const fileOf = (key: string): string | undefined =>
  process.env[FOLDER] && path.join(process.env[FOLDER], `${encodeURIComponent(key)}.json`);
const lockOf = (file: string): string => `${file}.lock`;

/** Whether a worker has made it or is making it. */
export function isTaken(key: string): boolean {
  const file = fileOf(key);
  return file !== undefined && (fs.existsSync(lockOf(file)) || fs.existsSync(file));
}

/** The value of this key, made here unless another worker has made it or is making it. Must be plain JSON. */
export async function shared<T>(key: string, make: () => Promise<T>): Promise<T> {
  const file = fileOf(key);
  if (file === undefined) {
    return make();
  }
  while (!fs.existsSync(file)) {
    if (lock(file)) {
      try {
        // Written atomically, since another worker may be waiting for it.
        fs.writeFileSync(`${file}.part`, JSON.stringify(await make()));
        fs.renameSync(`${file}.part`, file);
      } finally {
        fs.rmSync(lockOf(file));
      }
    } else {
      await setTimeout(POLL_MS);
    }
  }
  return JSON.parse(fs.readFileSync(file, "utf8")) as T;
}

function lock(file: string): boolean {
  try {
    fs.closeSync(fs.openSync(lockOf(file), "wx"));
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") {
      return false;
    }
    throw error;
  }
}
