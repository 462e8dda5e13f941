// Recordings of stacks that all of mocha's workers share, each made once in a run of the tests.
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { setTimeout } from "node:timers/promises";

const FOLDER = "TEST_RECORDINGS";
const POLL_MS = 20;

/** Mocha calls it once, before it starts its workers, which inherit the variable. */
export function mochaGlobalSetup(): void {
  process.env[FOLDER] = fs.mkdtempSync(path.join(os.tmpdir(), "recordings-"));
}

export function mochaGlobalTeardown(): void {
  fs.rmSync(process.env[FOLDER] ?? "", { recursive: true, force: true });
}

/** Undefined where mocha runs without the setup above: nothing is shared then. */
const fileOf = (key: string): string | undefined =>
  process.env[FOLDER] && path.join(process.env[FOLDER], `${encodeURIComponent(key)}.json`);
const lockOf = (file: string): string => `${file}.lock`;

/** Whether another worker made it already, or is at it. */
export function isTaken(key: string): boolean {
  const file = fileOf(key);
  return file !== undefined && (fs.existsSync(lockOf(file)) || fs.existsSync(file));
}

/** What is made under this key: here, unless another worker has made it or is making it. It has to be plain JSON. */
export async function shared<T>(key: string, make: () => Promise<T>): Promise<T> {
  const file = fileOf(key);
  if (file === undefined) {
    return make();
  }
  while (!fs.existsSync(file)) {
    if (lock(file)) {
      try {
        // Whole or not at all, since another worker may be waiting for it.
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
