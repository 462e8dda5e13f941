// The lab's suites contain every test file, and fail if they exceed their budget.
import * as assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { ALL, SUITES, suitesOf, usage } from "./lab/suites";
import { differences } from "./lab/support/lab-differences";
import { verdict } from "./lab/verdict";

const root = path.join(__dirname, "..");
const files = Object.values(SUITES).flatMap((suite): readonly string[] => suite.files);
const green = { minutes: 1, failed: 0, left: [] };

describe("the lab's suites", () => {
  it("contain every test file in test/lab, each in one suite", () => {
    const there = fs
      .readdirSync(path.join(root, "test/lab"), { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".test.ts"))
      .map((file) => `test/lab/${file}`);
    assert.deepEqual(files.filter((file) => file.startsWith("test/lab/")).sort(), there.sort());
  });

  it("name only files that exist", () => {
    const missing = files.filter((file) => !fs.existsSync(path.join(root, file)));
    assert.deepEqual(missing, []);
  });

  it("run in the order of the command line", () => {
    const chosen = suitesOf(["edges", "core"]);
    assert.deepEqual(
      chosen?.suites.map(([name]) => name),
      ["edges", "core"],
    );
    assert.equal(chosen.whole, false);
  });

  it("are run by `all`, except those beside it", () => {
    const chosen = suitesOf(["all"]);
    assert.deepEqual(
      chosen?.suites.map(([name]) => name),
      Object.keys(SUITES).filter((name) => !["answers", "alerts"].includes(name)),
    );
    assert.equal(chosen.whole, true);
  });

  it("are listed with their budgets if no name or an unknown one is given", () => {
    assert.equal(suitesOf([]), undefined);
    assert.equal(suitesOf(["core", "toString"]), undefined);
    for (const name of [...Object.keys(SUITES), ALL.name]) {
      assert.match(usage(), new RegExp(`^ +${name} +at most \\d+ min$`, "m"));
    }
  });

  it("are listed in docs/lab.md with their budgets", () => {
    const text = fs.readFileSync(path.join(root, "docs/lab.md"), "utf8");
    for (const [name, { minutes }] of [...Object.entries(SUITES), [ALL.name, ALL] as const]) {
      const row = new RegExp(`^\\| \`${name}\` .*\\| ${String(minutes)} +\\|$`, "m");
      assert.match(text, row);
    }
  });

  it("fail by a failed test, an exceeded budget, or a changed lab", () => {
    const faultsOf = (outcome: object) =>
      verdict(new Map([["core", { ...green, ...outcome }]]), false).faults;
    assert.deepEqual(faultsOf({}), []);
    assert.deepEqual(faultsOf({ failed: 2 }), ["core: 2 failed"]);
    assert.deepEqual(faultsOf({ minutes: 9.2 }), ["core took 9.2 min; its budget is 8"]);
    assert.deepEqual(faultsOf({ left: ["stack x was added"] }), [
      "core changed the lab:\n  stack x was added",
    ]);
  });

  it("fail together if `all` exceeds its budget, although each suite keeps its own", () => {
    const slow = (["trust", "data", "edges", "parts"] as const).map(
      (name) => [name, { ...green, minutes: SUITES[name].minutes }] as const,
    );
    assert.deepEqual(verdict(new Map(slow), false).faults, []);
    assert.match(verdict(new Map(slow), true).faults.join(), /^all took \d+\.0 min; its budget is/);
  });
});

describe("the comparison of the lab before and after a suite", () => {
  it("names added, removed and changed objects", () => {
    const before = new Map([
      ["a", "1"],
      ["b", "2 replicas"],
    ]);
    const now = new Map([
      ["b", "3 replicas"],
      ["c", ""],
    ]);
    assert.deepEqual(differences(before, now), [
      "a was removed",
      "b changed from 2 replicas to 3 replicas",
      "c was added",
    ]);
    assert.deepEqual(differences(before, before), []);
  });
});
