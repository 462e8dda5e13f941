// One page in the browser: its viewport, requests and errors, and screenshots of it.
import * as fs from "node:fs";
import { z } from "zod";
import { until } from "../run";
import type { DevTools, Event } from "./devtools";

export interface Look {
  readonly width: number;
  readonly height: number;
  readonly scheme: "dark" | "light";
}

/** Seconds for a page to load, on a busy machine too. */
const PATIENCE = 30;

const target = z.object({ targetId: z.string() });
const session = z.object({ sessionId: z.string() });
const value = z.object({
  result: z.object({ value: z.unknown() }),
  exceptionDetails: z.object({ text: z.string() }).optional(),
});
const request = z.object({ request: z.object({ url: z.string() }) });
const picture = z.object({ data: z.base64() });
const size = z.object({ cssContentSize: z.object({ width: z.number(), height: z.number() }) });

export class Page {
  /** URLs that the page requested, including its own. */
  readonly requests: string[] = [];
  /** Errors in the console, and uncaught exceptions. */
  readonly errors: string[] = [];
  private loaded = false;

  private constructor(
    private readonly browser: DevTools,
    private readonly session: string,
  ) {
    browser.on((event) => this.take(event));
  }

  /** Opens a page and waits until it has loaded. */
  static async open(browser: DevTools, url: string, look: Look): Promise<Page> {
    const { targetId } = target.parse(
      await browser.call("Target.createTarget", { url: "about:blank" }),
    );
    const attached = await browser.call("Target.attachToTarget", { targetId, flatten: true });
    const page = new Page(browser, session.parse(attached).sessionId);
    for (const domain of ["Page", "Runtime", "Log", "Network"]) {
      await page.call(`${domain}.enable`);
    }
    const { width, height, scheme } = look;
    const metrics = { width, height, deviceScaleFactor: 1, mobile: false };
    await page.call("Emulation.setDeviceMetricsOverride", metrics);
    const features = [{ name: "prefers-color-scheme", value: scheme }];
    await page.call("Emulation.setEmulatedMedia", { features });
    page.loaded = false;
    await page.call("Page.navigate", { url });
    if (!(await until(PATIENCE, () => page.loaded))) {
      throw new Error(`${url} did not load in ${String(PATIENCE)} s`);
    }
    return page;
  }

  /** Evaluates a JavaScript expression in the page. */
  async evaluate(expression: string): Promise<unknown> {
    const options = { expression, returnByValue: true, awaitPromise: true };
    const { result, exceptionDetails } = value.parse(await this.call("Runtime.evaluate", options));
    if (exceptionDetails !== undefined) {
      throw new Error(exceptionDetails.text);
    }
    return result.value;
  }

  /** Screenshot as PNG, of the whole page or of its top `height` pixels. */
  async picture(file: string, height?: number): Promise<void> {
    const { cssContentSize } = size.parse(await this.call("Page.getLayoutMetrics"));
    const clip = { x: 0, y: 0, scale: 1, ...cssContentSize };
    const options = {
      format: "png",
      captureBeyondViewport: true,
      clip: { ...clip, height: height ?? clip.height },
    };
    const { data } = picture.parse(await this.call("Page.captureScreenshot", options));
    fs.writeFileSync(file, Buffer.from(data, "base64"));
  }

  private call(method: string, params: object = {}): Promise<unknown> {
    return this.browser.call(method, params, this.session);
  }

  private take({ method, params, sessionId }: Event): void {
    if (sessionId !== this.session) {
      return;
    }
    const failed = { "Runtime.exceptionThrown": true, "Network.loadingFailed": true };
    const level = z.object({ entry: z.object({ level: z.string() }) }).safeParse(params);
    const type = z.object({ type: z.string() }).safeParse(params);
    if (method === "Page.loadEventFired") {
      this.loaded = true;
    } else if (method === "Network.requestWillBeSent") {
      this.requests.push(request.parse(params).request.url);
    } else if (
      method in failed ||
      (method === "Log.entryAdded" && level.data?.entry.level === "error") ||
      (method === "Runtime.consoleAPICalled" && type.data?.type === "error")
    ) {
      this.errors.push(JSON.stringify(params));
    }
  }
}
