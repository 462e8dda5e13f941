// The matrix of test/lab/answers: what it contains, and how it judges an answer.
import * as assert from "node:assert/strict";
import { FLOWS } from "../components/network-policies/flows";
import { PARTS, type PartName } from "../components/parts";
import { judge, read, unneeded } from "./lab/answers/judge";
import { FAULTS, MATRIX, NOT_HERE, rowsOf, type Configuration } from "./lab/answers/matrix";
import { question } from "./lab/answers/questions";
import { fits, SELECTORS, TIMES, verdictOf, VERDICTS } from "./lab/answers/verdicts";

const LEAST = 30;
const configurations = Object.keys(MATRIX) as Configuration[];
const rows = configurations.flatMap(rowsOf);

/** Parts through which questions pass. What they call is a part of the answer. */
const ASKING = ["queryFrontend", "query", "tlsQuerier", "leafQuery", "store"] as const;
const isPart = (name: string): name is PartName => Object.hasOwn(PARTS, name);

describe("the matrix of answers", () => {
  it(`has at least ${String(LEAST)} pairs of a fault and a restart, each once`, () => {
    const pairs = configurations.flatMap((configuration) =>
      rowsOf(configuration).flatMap(({ fault, pairs }) =>
        pairs.map(({ restart }) => `${configuration}: ${fault}, ${restart}`),
      ),
    );
    assert.ok(pairs.length >= LEAST, String(pairs.length));
    assert.equal(new Set(pairs).size, pairs.length);
  });

  it("has each fault", () => {
    const used = new Set(rows.map(({ fault }) => fault));
    assert.deepEqual([...used].sort(), Object.keys(FAULTS).sort());
  });

  it("has each part that answers questions, or says why not", () => {
    const called = FLOWS.filter(({ from }) => ASKING.some((part) => part === from)).map(
      ({ to }) => to,
    );
    const serving = [...new Set([...ASKING, ...called])].filter(isPart);
    const here = new Set<string>(rows.map(({ fault }) => FAULTS[fault].of));
    const stated = Object.keys(NOT_HERE);
    assert.deepEqual(serving.filter((part) => !here.has(part)).sort(), stated.sort());
  });

  it("starts with each fault alone, and asks the whole fleet first", () => {
    assert.equal(rows[0]?.fault, "no fault");
    assert.deepEqual([...new Set(rows.map(({ pairs }) => pairs[0]?.restart))], ["none"]);
  });

  it("has a verdict for each selector, time and door", () => {
    for (const { outcome } of rows.flatMap(({ pairs }) => pairs)) {
      for (const time of TIMES) {
        const verdicts = SELECTORS.map((name) => verdictOf(outcome, "query", time, name));
        assert.ok(verdicts.every((verdict) => Object.hasOwn(VERDICTS, verdict)));
      }
    }
    assert.equal(verdictOf("noFrontend", "frontend", "now", "all"), "shut");
    assert.equal(verdictOf("noFrontend", "query", "now", "all"), "whole");
  });

  it("accepts a lie nowhere", () => {
    for (const accepted of Object.values<readonly string[]>(VERDICTS)) {
      assert.ok(!accepted.includes("lie"));
    }
  });
});

const text = (clusters: readonly string[], warnings: readonly string[] = [], steps = 1) =>
  JSON.stringify({
    status: "success",
    warnings,
    data: {
      result: clusters.map((cluster) => ({
        metric: { cluster },
        ...(steps === 1
          ? { value: [1, "1"] }
          : { values: Array.from({ length: steps }, (_, i) => [i, "1"]) }),
      })),
    },
  });

describe("the judgement of an answer", () => {
  const all = ["observee-a", "observee-b", "observer"];
  const everything = question("all", "now", "observee-b");
  const found = (clusters: readonly string[], ...warnings: readonly string[]) =>
    judge(everything, read(text(clusters, warnings), 1));

  it("is a lie if the answer lacks a cluster and has no warning", () => {
    assert.equal(found(["observee-a", "observer"]), "lie");
    assert.equal(judge(question("dead", "now", "observee-b"), read(text([]), 1)), "lie");
  });

  it("is no lie if the answer has a warning, or is an error", () => {
    assert.equal(found(["observee-a", "observer"], "no observee-b"), "lacking, warned");
    assert.equal(judge(everything, { error: "status 503" }), "no answer");
  });

  it("is whole if each cluster answers, and nothing else does", () => {
    assert.equal(found(all), "whole");
    assert.equal(judge(question("none", "now", "observee-b"), read(text([]), 1)), "whole");
    assert.equal(judge(question("none", "now", "observee-b"), read(text(all), 1)), "lie");
  });

  it("needs samples at each step of a range", () => {
    const range = question("dead", "now", "observee-b");
    assert.equal(judge(range, read(text(["observee-b"], [], 3), 3)), "whole");
    assert.equal(judge(range, read(text(["observee-b"], [], 2), 3)), "lie");
  });

  it("finds a warning unneeded if the answer is whole and no state permits it", () => {
    assert.equal(found(all, "odd"), "whole, warned");
    const is = (...states: Parameters<typeof unneeded>[3]) =>
      unneeded("whole, warned", "query", question("healthy", "now", "observee-b"), states);
    assert.equal(is("whole", "lacksNow"), true);
    assert.equal(is("lacksNow", "unseenNow"), false);
  });

  it("expects a warning to external labels alone, but of Store Gateways nothing", () => {
    const labels = (time: "now" | "past") => question("labels", time, "observee-b");
    assert.equal(judge(labels("now"), read(text([]), 1)), "lie");
    assert.equal(
      judge(labels("now"), read(text([], ["no matchers specified"]), 1)),
      "lacking, warned",
    );
    assert.equal(judge(labels("past"), read(text([]), 1)), "nothing");
    assert.equal(fits("refused", "lie"), false);
  });
});
