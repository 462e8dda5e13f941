// `npm run pictures`: takes the documents' pictures in Debian's Chromium, of an example fleet and of the running lab.
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { pathToFileURL } from "node:url";
import type { Cluster, Fleet } from "../../tools/graph/fleet";
import { page as fleetPage } from "../../tools/graph/page";
import { DevTools } from "../../lab/browser/devtools";
import { Page } from "../../lab/browser/page";
import { browserPackages, installPackages } from "../../lab/build/debian";
import { stateExists } from "../../lab/paths";
import { addresses } from "../../lab/query";
import { until } from "../../lab/run";

const QUESTION = "count by (cluster) (up)";
/** Seconds until a page shows what it got. */
const PATIENCE = 30;

const observee = (name: string, days: number, more: Partial<Cluster> = {}): Cluster => ({
  name,
  role: "observee",
  state: "connected",
  address: `edge.${name}.example.com:443`,
  bucket: `metrics-${name}`,
  certificates: [
    { name: "server", days },
    { name: "serverCa", days: 3412 },
  ],
  ...more,
});

const EXAMPLE: Fleet = {
  clusters: [
    {
      name: "observer",
      role: "observer",
      state: "observer",
      bucket: "metrics-observer",
      certificates: [{ name: "client/paris", days: 61 }],
    },
    observee("paris", 301),
    observee("tokyo", 12),
    observee("oslo", 214, { state: "pushes" }),
    { name: "rome", role: "observee", state: "pending", certificates: [] },
  ],
};

interface Picture {
  readonly file: string;
  readonly url: string;
  readonly width: number;
  readonly height: number;
  /** What stands in the page once it is whole. */
  readonly shows: readonly string[];
}

/** Thanos' own pages over the lab. */
const OF_LAB: readonly Picture[] = [
  {
    file: "query.png",
    url: `${addresses.frontend}/graph?${new URLSearchParams({ "g0.expr": QUESTION, "g0.tab": "1" }).toString()}`,
    width: 1200,
    height: 430,
    shows: ["observee-a", "observee-b", "observer"],
  },
  {
    file: "endpoints.png",
    url: `${addresses.query}/stores`,
    width: 1200,
    height: 1240,
    shows: ["thanos-store-observee-b", 'cluster="observee-a"'],
  },
];

async function take(
  browser: DevTools,
  { file, url, width, height, shows }: Picture,
): Promise<void> {
  const page = await Page.open(browser, url, { width, height, scheme: "light" });
  const whole = await until(PATIENCE, async () => {
    const text = String(await page.evaluate("document.body.innerText"));
    return shows.every((part) => text.includes(part));
  });
  if (!whole) {
    throw new Error(`${url} does not show ${shows.join(", ")}`);
  }
  await page.picture(path.join(__dirname, file), height);
  console.log(`docs/pictures/${file}`);
}

async function main(): Promise<void> {
  if (!stateExists()) {
    throw new Error("two of the pictures are of the lab: start it with `npm run lab`");
  }
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "thanos-fleet-pictures-"));
  await installPackages(true, browserPackages);
  const browser = new DevTools();
  try {
    const html = path.join(folder, "fleet.html");
    // The day is part of the picture, which is to be the same each time.
    fs.writeFileSync(html, fleetPage(EXAMPLE, new Date("2026-01-01")));
    const drawn = { file: "fleet.png", url: pathToFileURL(html).href, width: 1000, height: 680 };
    await take(browser, { ...drawn, shows: ["pending: never up"] });
    for (const picture of OF_LAB) {
      await take(browser, picture);
    }
  } finally {
    await browser.close();
    fs.rmSync(folder, { recursive: true });
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
