// Labels for an existing Prometheus that selects by label.
import * as assert from "node:assert/strict";
import type { Recorded } from "../../tools/render/recorded";
import { field, ofKind } from "../policy/objects";
import { OBSERVEE, OBSERVER, withKeys } from "../support/configs";
import { observerOutputs } from "../../tools/render/references";
import { run, unlessFailed } from "../support/fleet";

const labelsOf = ({ inputs }: Recorded): Record<string, unknown> =>
  Object(field(inputs, "metadata", "labels"));

describe("monitors.labels", () => {
  const references = { "organization/thanos-fleet/observer": observerOutputs(["paris"]) };
  const ofRole = async (role: string, labels: object): Promise<readonly Recorded[]> => {
    const config = withKeys(role === "observer" ? OBSERVER : OBSERVEE, { monitors: { labels } });
    return unlessFailed(
      await run(
        config,
        role === "observer" ? {} : references,
        role === "observer" ? role : "paris",
      ),
    ).resources;
  };

  for (const role of ["observer", "observee"]) {
    it(`are on every ServiceMonitor and PrometheusRule of an ${role}, and on nothing else`, async () => {
      const labels = { release: "kps", "app.kubernetes.io/name": "theirs" };
      const resources = await ofRole(role, labels);
      const selected = ofKind(resources, "ServiceMonitor", "PrometheusRule");
      assert.ok(selected.length > 10);
      for (const resource of resources) {
        const expected = selected.includes(resource) ? "kps" : undefined;
        assert.equal(labelsOf(resource)["release"], expected, resource.name);
      }
    });

    it(`replace none of the program's own labels in an ${role}`, async () => {
      const labels = { "app.kubernetes.io/part-of": "theirs" };
      const resources = await ofRole(role, labels);
      for (const resource of ofKind(resources, "ServiceMonitor")) {
        assert.equal(labelsOf(resource)["app.kubernetes.io/part-of"], "thanos-fleet");
      }
    });
  }
});
