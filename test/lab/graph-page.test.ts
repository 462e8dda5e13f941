// The page of `npm run graph` in Debian's Chromium is readable, wide and narrow, dark and light.
import * as assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { pathToFileURL } from "node:url";
import { stringify } from "yaml";
import { DevTools } from "../../lab/browser/devtools";
import { Page, type Look } from "../../lab/browser/page";
import { browserPackages, installPackages } from "../../lab/build/debian";
import { repository } from "../../lab/paths";
import { budget } from "./support/budget";
import { faultsOf, layoutOf } from "./support/page-layout";

const SCRIPT = "<script>document.title='taken'</script>";
const QUOTES = `"quoted" & <b>'bold'</b>`;
const LONG = "long".repeat(50);

const inDays = (days: number): string => new Date(Date.now() + (days + 0.5) * 86_400_000).toJSON();
const up = (name: string, days: number) => ({
  address: `edge.${name}.example.com:443`,
  objectStore: { type: "S3", bucket: `metrics-${name}`, prefix: "fleet" },
  certificateEnds: { server: inDays(days), serverCa: inDays(1000) },
});
const OUTPUTS: Readonly<Record<string, object>> = {
  observer: { certificateEnds: { "client/paris": inDays(61), [`client/${QUOTES}`]: inDays(62) } },
  paris: up("paris", 12),
  oslo: { ...up("oslo", 345), address: undefined },
  rome: {},
  bonn: up("bonn", -3),
  script: up(SCRIPT, 456),
  quotes: up(QUOTES, 567),
  long: up(LONG, 678),
};
const observees = [
  ...["paris", "oslo", "rome", "bonn"].map((name) => ({ name, stack: name })),
  { name: SCRIPT, stack: "script" },
  { name: QUOTES, stack: "quotes" },
  { name: LONG, stack: "long" },
];
const CONFIG = {
  role: "observer",
  cluster: "hub",
  objectStore: { kind: "s3", bucket: "metrics-hub" },
  observees,
  revoked: ["bonn"],
};

/** Texts in the page, in any order. */
const EXPECTED = [
  "hub",
  "metrics-hub",
  "client/paris ends in 61 days",
  "server ends in 12 days",
  "server ended 3 days ago",
  ...observees.map(({ name }) => name),
  ...["paris", SCRIPT, QUOTES, LONG].map((name) => `mutual TLS edge.${name}.example.com:443`),
  ...["paris", "oslo", "bonn", SCRIPT, QUOTES, LONG].map((name) => `metrics-${name}/fleet`),
  "remote write by mutual TLS",
  "pending: never up",
  "revoked",
  ...[12, 345, -3, 456, 567, 678, 61, 62].map(String),
];

/** Higher than the page: elements outside of the window have no position. */
const HEIGHT = 6000;
const LOOKS = [400, 1400].flatMap((width) =>
  (["dark", "light"] as const).map((scheme): Look => ({ width, scheme, height: HEIGHT })),
);

describe("the page of the fleet in a browser", function () {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "thanos-fleet-graph-"));
  const file = path.join(folder, "fleet.html");
  const state = {} as { browser: DevTools };

  before("install Chromium if it is missing (root)", () => installPackages(true, browserPackages));
  budget(60);
  before("draw the fleet", () => {
    const [config, outputs] = ["config.yaml", "outputs.json"].map((name) =>
      path.join(folder, name),
    ) as [string, string];
    fs.writeFileSync(config, stringify({ config: CONFIG }));
    const stacks = Object.entries(OUTPUTS).map(([name, values]) => [name, { outputs: values }]);
    fs.writeFileSync(outputs, JSON.stringify(Object.fromEntries(stacks)));
    const options = ["--config-file", config, "--outputs", outputs, "--html", file];
    const command = ["run", "--silent", "graph", "--", "--stack", "observer", ...options];
    execFileSync("npm", command, { cwd: repository });
    state.browser = new DevTools();
  });
  after("close the browser", async () => {
    await state.browser.close();
    fs.rmSync(folder, { recursive: true });
  });

  const open = (look: Look): Promise<Page> =>
    Page.open(state.browser, pathToFileURL(file).href, look);

  for (const look of LOOKS) {
    it(`can be read at ${String(look.width)} px, ${look.scheme}`, async () => {
      const layout = await layoutOf(await open(look));
      assert.deepEqual(faultsOf(layout, look.width), []);
      const texts = layout.texts.map(({ text }) => text);
      assert.deepEqual(
        EXPECTED.filter((text) => !texts.includes(text)),
        [],
        "these are not shown",
      );
    });
  }

  it("shows the edge and the bucket of a cluster beside it", async () => {
    const page = await open({ width: 1400, height: HEIGHT, scheme: "light" });
    const rows = "[...document.querySelectorAll('li')].map((row) => row.innerText.split(/\\n+/))";
    assert.deepEqual(((await page.evaluate(rows)) as string[][]).slice(0, 4), [
      [
        "mutual TLS edge.paris.example.com:443",
        "paris",
        "connected",
        "server ends in 12 days",
        "metrics-paris/fleet",
        "read by hub",
      ],
      [
        "remote write by mutual TLS",
        "oslo",
        "pushes",
        "server ends in 345 days",
        "metrics-oslo/fleet",
        "read by hub",
      ],
      ["pending: never up", "rome", "pending"],
      ["revoked", "bonn", "revoked", "server ended 3 days ago", "metrics-bonn/fleet"],
    ]);
  });

  it("draws a line for each edge, from the trunk to its cluster", async () => {
    for (const look of LOOKS) {
      const page = await open(look);
      const gaps = `[...document.querySelectorAll("li")].map((row) => {
        const [line, card] = [".edge .line", ".card"].map((part) => row.querySelector(part).getBoundingClientRect());
        return [line.left - row.getBoundingClientRect().left, card.left - line.right,
          line.top >= card.top && line.bottom <= card.bottom];
      })`;
      assert.deepEqual(
        await page.evaluate(gaps),
        observees.map(() => [0, 0, true]),
        JSON.stringify(look),
      );
    }
  });

  it("requests only itself, without errors", async () => {
    const page = await open({ width: 1400, height: HEIGHT, scheme: "light" });
    assert.deepEqual(page.requests, [pathToFileURL(file).href]);
    assert.deepEqual(page.errors, []);
    // No name was interpreted as HTML.
    assert.equal(await page.evaluate("document.querySelectorAll('script, b').length"), 0);
    assert.notEqual(await page.evaluate("document.title"), "taken");
  });

  it("is dark if the reader's system is", async () => {
    const [dark, light] = await Promise.all(
      (["dark", "light"] as const).map(async (scheme) => {
        const page = await open({ width: 1400, height: HEIGHT, scheme });
        return page.evaluate("getComputedStyle(document.body).backgroundColor");
      }),
    );
    assert.notEqual(dark, light);
  });
});
