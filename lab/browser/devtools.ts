// Runs Debian's headless Chromium and controls it over two pipes: JSON messages, each followed by a zero byte.
// https://chromedevtools.github.io/devtools-protocol/
import { spawn, type ChildProcess } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import type { Readable, Writable } from "node:stream";
import { z } from "zod";
import { debianProgram } from "../build/debian";

const message = z.object({
  id: z.number().optional(),
  method: z.string().optional(),
  params: z.unknown().optional(),
  result: z.unknown().optional(),
  error: z.object({ message: z.string() }).optional(),
  sessionId: z.string().optional(),
});

export interface Event {
  readonly method: string;
  readonly params: unknown;
  readonly sessionId: string | undefined;
}

interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

const FLAGS = [
  "--headless=new",
  "--remote-debugging-pipe",
  // The lab runs as root, where the sandbox does not work; only pages of the project and the lab are opened.
  "--no-sandbox",
  "--disable-gpu",
  "--disable-dev-shm-usage",
  // Without these it looks for updates and sends telemetry.
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
  "--hide-scrollbars",
];

export class DevTools {
  private readonly profile = fs.mkdtempSync(path.join(os.tmpdir(), "thanos-fleet-browser-"));
  private readonly child: ChildProcess;
  private readonly waiting = new Map<number, Waiting>();
  private readonly listeners: ((event: Event) => void)[] = [];
  private sent = 0;

  constructor() {
    const flags = [...FLAGS, `--user-data-dir=${this.profile}`];
    this.child = spawn(debianProgram("chromium"), flags, {
      stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"],
    });
    const end = (error: Error) => this.waiting.forEach(({ reject }) => reject(error));
    this.child.on("error", end);
    this.child.on("close", (code) => end(new Error(`Chromium ended (${String(code)})`)));
    let rest = "";
    (this.child.stdio[4] as Readable).setEncoding("utf8").on("data", (text: string) => {
      const parts = (rest + text).split("\0");
      rest = parts.pop() ?? "";
      parts.forEach((part) => this.take(message.parse(JSON.parse(part))));
    });
  }

  /** Calls a method of the browser, or of the page with this session. */
  call(method: string, params: object = {}, sessionId?: string): Promise<unknown> {
    this.sent += 1;
    const id = this.sent;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      const text = JSON.stringify({ id, method, params, sessionId });
      (this.child.stdio[3] as Writable).write(`${text}\0`);
    });
  }

  on(listener: (event: Event) => void): void {
    this.listeners.push(listener);
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.child.once("close", resolve));
    await this.call("Browser.close");
    await closed;
    fs.rmSync(this.profile, { recursive: true, force: true, maxRetries: 5 });
  }

  private take({ id, method, params, result, error, sessionId }: z.infer<typeof message>): void {
    if (method !== undefined) {
      this.listeners.forEach((listener) => listener({ method, params, sessionId }));
    }
    const waiting = id === undefined ? undefined : this.waiting.get(id);
    if (id !== undefined && waiting !== undefined) {
      this.waiting.delete(id);
      if (error === undefined) {
        waiting.resolve(result);
      } else {
        waiting.reject(new Error(error.message));
      }
    }
  }
}
