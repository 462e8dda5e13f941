// Runs other programs and keeps their output; a failure is an error with the end of that output.
import { spawn, type ChildProcess } from "node:child_process";
import * as fs from "node:fs";

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly input?: string;
  /** File to which all output is appended as well. */
  readonly log?: string;
  readonly onLine?: (line: string) => void;
  /** Ignores the terminal's SIGINT; `interrupt` sends it one, on which it ends in its own time. */
  readonly gentle?: boolean;
  /** Seconds after which the program is killed and the call fails. */
  readonly timeout?: number;
}

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const gentle = new Set<ChildProcess>();

/** Sends SIGINT to the programs that were started with `gentle`. */
export function interrupt(): void {
  gentle.forEach((child) => child.kill("SIGINT"));
}

/** Runs a program to its end; resolves whatever its exit code is. */
export function tryRun(argv: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const [program = "", ...args] = argv;
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: ["pipe", "pipe", "pipe"],
      detached: options.gentle ?? false,
      timeout: options.timeout && options.timeout * 1000,
    });
    if (options.gentle) {
      gentle.add(child);
    }
    const output = { stdout: "", stderr: "" };
    const collect = (name: "stdout" | "stderr") => {
      let unfinishedLine = "";
      return (text: string) => {
        output[name] += text;
        if (options.log) {
          fs.appendFileSync(options.log, text);
        }
        const lines = (unfinishedLine + text).split("\n");
        unfinishedLine = lines.pop() ?? "";
        lines.forEach((line) => options.onLine?.(line));
      };
    };
    child.stdout.setEncoding("utf8").on("data", collect("stdout"));
    child.stderr.setEncoding("utf8").on("data", collect("stderr"));
    child.on("error", reject);
    child.on("close", (code) => {
      gentle.delete(child);
      resolve({ code: code ?? 1, ...output });
    });
    // If a program exits before it has read its input, its exit code is the error.
    child.stdin.on("error", () => undefined).end(options.input ?? "");
  });
}

/** Runs a program to its end and returns its standard output; an error has the last lines of its output. */
export async function run(argv: readonly string[], options: RunOptions = {}): Promise<string> {
  const ran = await tryRun(argv, options);
  if (ran.code !== 0) {
    const output = lastLines((ran.stderr + ran.stdout).trim(), 30);
    throw new Error(`\`${argv.slice(0, 4).join(" ")}\` failed (exit code ${ran.code})\n${output}`);
  }
  return ran.stdout;
}

export function lastLines(text: string, count: number): string {
  const lines = text.trimEnd().split("\n").slice(-count);
  return lines.map((line) => line.slice(0, 400)).join("\n");
}

/** The last lines of a log file, for an error message. */
export function logEnd(file: string, count = 30): string {
  try {
    return `--- the end of ${file}\n${lastLines(fs.readFileSync(file, "utf8"), count)}`;
  } catch {
    return `--- ${file} does not exist`;
  }
}

export function sleep(seconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, seconds * 1000));
}

/** Repeats the check until it is true; false after the timeout. */
export async function until(
  seconds: number,
  check: () => boolean | Promise<boolean>,
  pause = 0.3,
): Promise<boolean> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    if (await check()) {
      return true;
    }
    if (Date.now() > end) {
      return false;
    }
    await sleep(pause);
  }
}
