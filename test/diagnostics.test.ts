// What the lab prints of a failed `up`.
import * as assert from "node:assert/strict";
import { diagnosticsOf } from "../lab/stacks/diagnostics";

const LOG = `Updating (observer):
 +  pulumi:pulumi:Stack thanos-fleet-observer creating (0s)
Diagnostics:
  pulumi:pulumi:Stack (thanos-fleet-observer):
    error: thanos-fleet:cluster is required

Outputs:
    schema: 1

Resources:
    1 errored
`;

describe("the log of a failed `up`", () => {
  it("shows the diagnostics, without the outputs", () => {
    assert.equal(
      diagnosticsOf(LOG),
      "Diagnostics:\n  pulumi:pulumi:Stack (thanos-fleet-observer):\n    error: thanos-fleet:cluster is required",
    );
  });

  it("shows the diagnostics if there are no outputs", () => {
    assert.equal(diagnosticsOf(LOG.replace(/Outputs:[^]*?\n\n/, "")), diagnosticsOf(LOG));
  });

  it("has no diagnostics if `up` ended before them", () => {
    assert.equal(diagnosticsOf("Updating (observer):\n"), undefined);
  });
});
