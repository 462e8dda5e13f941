// The file of waivers: what is wrong with it is found, in it or in one that is made so.
import * as assert from "node:assert/strict";
import type { Finding } from "../lab/linters/findings";
import {
  faultsOf,
  ownWaivers,
  readWaivers,
  waiverFaults,
  type Waiver,
} from "../lab/support/waivers";

const FINDING: Finding = {
  id: "checkov CKV_K8S_1",
  stack: "observer",
  resource: "Deployment thanos-query",
};
const WAIVER: Waiver = {
  id: ["checkov CKV_K8S_1"],
  resource: ["Deployment thanos-*"],
  reason: "it is meant so, for the test's sake",
  expires: "2027-01-01",
};
const TODAY = new Date("2026-12-31T12:00:00Z");

describe("a waiver", () => {
  it("of the file is not over and not for longer than a year, and there are eight at most", () => {
    assert.deepEqual(waiverFaults(ownWaivers(), new Date()), []);
  });

  it("covers what it names", () => {
    assert.deepEqual(faultsOf([FINDING], [WAIVER], TODAY), []);
  });

  it("covers nothing else", () => {
    for (const other of [
      { ...FINDING, id: "checkov CKV_K8S_12" },
      { ...FINDING, id: "kube-score CKV_K8S_1" },
      { ...FINDING, resource: "StatefulSet thanos-query" },
    ]) {
      assert.deepEqual(faultsOf([FINDING, other], [WAIVER], TODAY), [
        `${other.id}: ${other.resource} in observer`,
      ]);
    }
  });

  it("that nothing needs is a fault, and so is each check or resource of it", () => {
    const unused = (id: string, resource: string) =>
      `the waiver of ${id} for ${resource} is of no use`;
    assert.ok(
      faultsOf([], [WAIVER], TODAY).includes(unused("checkov CKV_K8S_1", "Deployment thanos-*")),
    );
    const id = [...WAIVER.id, "kube-score x"];
    assert.deepEqual(faultsOf([FINDING], [{ ...WAIVER, id }], TODAY), [
      unused("kube-score x", "Deployment thanos-*"),
    ]);
    const resource = [...WAIVER.resource, "Job x"];
    assert.deepEqual(faultsOf([FINDING], [{ ...WAIVER, resource }], TODAY), [
      unused("checkov CKV_K8S_1", "Job x"),
    ]);
  });

  it("that is over is a fault", () => {
    assert.deepEqual(faultsOf([FINDING], [WAIVER], new Date("2027-01-01T00:00:01Z")), [
      "the waiver of checkov CKV_K8S_1 ended on 2027-01-01",
    ]);
  });

  it("for longer than a year is a fault", () => {
    assert.deepEqual(faultsOf([FINDING], [{ ...WAIVER, expires: "2028-01-02" }], TODAY), [
      "the waiver of checkov CKV_K8S_1 ends on 2028-01-02, in more than a year",
    ]);
  });

  it("is one of eight at most", () => {
    const many = Array.from({ length: 9 }, () => WAIVER);
    assert.deepEqual(faultsOf([FINDING], many, TODAY), ["there are 9 waivers, more than 8"]);
  });

  it("names a kind and a name, and leaves no more than the end open", () => {
    const named = (resource: string) =>
      readWaivers(JSON.stringify([{ ...WAIVER, resource: [resource] }]));
    assert.equal(named("Deployment thanos-*").length, 1);
    for (const wide of [
      "*",
      "* thanos-query",
      "Deployment *",
      "Deployment",
      "Deployment thanos-*-x",
    ]) {
      assert.throws(() => named(wide), wide);
    }
  });

  it("has a reason and an end", () => {
    for (const key of ["reason", "expires"]) {
      const rest = Object.fromEntries(Object.entries(WAIVER).filter(([name]) => name !== key));
      assert.throws(() => readWaivers(JSON.stringify([rest])));
    }
  });
});
