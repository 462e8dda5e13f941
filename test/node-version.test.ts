// Prints the version of Node.js, and compares it with the one that THANOS_FLEET_NODE asks for: a workflow that sets up
// one version and tests another would otherwise be green.
import * as assert from "node:assert/strict";

const asked = process.env["THANOS_FLEET_NODE"] ?? "";

describe("Node.js", () => {
  it(`runs these tests as ${process.version}`, () => {
    if (asked !== "") {
      assert.equal(process.version.replace(/^v/, "").split(".")[0], asked);
    }
  });
});
