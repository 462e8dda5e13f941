// Files, goldens, links and commands in the documents exist.
import * as assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { z } from "zod";
import { ALERTMANAGER_RESOURCE, PROMETHEUS_RESOURCE } from "../kubernetes/names";

const root = path.resolve(__dirname, "..");
const inFolder = (folder: string, ending: string): string[] =>
  fs
    .readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(ending))
    .map((name) => path.join(folder, name));
const files = [
  ...inFolder("docs", ".md"),
  ...inFolder(".github", ".md"),
  ...["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md"],
];
const read = (file: string): string => fs.readFileSync(path.join(root, file), "utf8");
const { scripts, version } = z
  .object({ scripts: z.record(z.string(), z.string()), version: z.string() })
  .parse(JSON.parse(read("package.json")));

const all = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].map(([, found]) => found ?? "");

/** Folders of the project whose files documents point to. */
const OURS = /`((?:components|config|kubernetes|lab|stacks|test|tools|docs)\/[\w./-]+)`/g;
const missing = (base: string, names: readonly string[]): string[] =>
  names.filter((name) => !fs.existsSync(path.join(base, name)));

/** Commands of npm that are no scripts of the package. */
const unknownCommands = (text: string): string[] =>
  all(text, /npm run (?:--silent )?(\w[\w:-]*)/g).filter((name) => !(name in scripts));

/** Names of everything that the goldens have, and of what the operator makes of its resources. */
const objects = new Set([
  ...fs
    .readdirSync(path.join(root, "test/golden"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".yaml"))
    .flatMap((name) =>
      all(fs.readFileSync(path.join(root, "test/golden", name), "utf8"), /\bname: "?([\w-]+)\b/g),
    ),
  `prometheus-${PROMETHEUS_RESOURCE}`,
  `alertmanager-${ALERTMANAGER_RESOURCE}`,
]);

/** Words of commands to kubectl that name an object of ours; pods and their claims have a set's name in theirs. */
const named = (text: string): string[] =>
  all(text.replace(/\\\n\s*/g, ""), /\bkubectl ([^`\n]+)/g)
    .flatMap((command) => command.split(/[\s=/]+/))
    .filter((word) => /^(data-)?(thanos|prometheus-fleet|alertmanager|grafana-)[\w-]*$/.test(word))
    .map((word) => word.replace(/^data-/, "").replace(/-\d+$/, ""));

/** Headings as the anchors that a link names. */
const anchors = (text: string): string[] =>
  all(text, /^#+ (.+)$/gm).map((heading) =>
    heading
      .toLowerCase()
      .replace(/[^\w\- ]/g, "")
      .replace(/ /g, "-"),
  );

for (const file of files) {
  describe(file, () => {
    const text = read(file);

    it("names only files that exist", () => {
      assert.deepEqual(missing(root, all(text, OURS)), []);
    });

    it("names only goldens that exist", () => {
      const goldens = all(text, /golden `([\w-]+)`/g).map((name) => `${name}.yaml`);
      assert.deepEqual(missing(path.join(root, "test/golden/stacks"), goldens), []);
    });

    it("names only npm commands that exist", () => {
      assert.deepEqual(unknownCommands(text), []);
    });

    it("names only objects that exist in kubectl commands", () => {
      assert.deepEqual(
        named(text).filter((name) => !objects.has(name)),
        [],
      );
    });

    it("links only to pages and headings that exist", () => {
      const broken = all(text, /\]\((?!https?:)([^)\s]+)\)/g).filter((link) => {
        const [page = "", anchor] = link.split("#");
        const target = page === "" ? file : path.join(path.dirname(file), page);
        return (
          !fs.existsSync(path.join(root, target)) ||
          (anchor !== undefined && !anchors(read(target)).includes(anchor))
        );
      });
      assert.deepEqual(broken, []);
    });
  });
}

for (const file of inFolder(".github", ".yml")) {
  it(`${file} names only npm commands that exist`, () => {
    assert.deepEqual(unknownCommands(read(file)), []);
  });
}

describe("the changelog", () => {
  const text = read("CHANGELOG.md");

  it("lists the version of package.json as the newest release, below the unreleased changes", () => {
    const [unreleased, newest] = all(text, /^## \[([^\]]+)\]/gm);
    assert.deepEqual([unreleased, newest], ["Unreleased", version]);
  });

  it("states the effect on a running stack for every entry", () => {
    const entries = all(text, /^- ([^]*?)(?=\n- |\n\n|$(?![^]))/gm);
    assert.ok(entries.length > 10);
    assert.deepEqual(
      entries.filter((entry) => !/\bRunning\s+stack: /.test(entry)),
      [],
    );
  });
});
