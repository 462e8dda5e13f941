// Sizes: what parts ask for grows with the cluster, and a limit is never below its request.
import * as assert from "node:assert/strict";
import { z } from "zod";
import { sized } from "../../kubernetes/resources";
import { field, ofKind, workloads } from "../policy/objects";
import { stack } from "../support/fleet";
import { QUERY } from "../../components/query/part";

const UNITS: Readonly<Record<string, number>> = { Mi: 2 ** 20, Gi: 2 ** 30 };
const bytes = (text: string): number => {
  const [, count, unit = ""] = /^(\d+)(Mi|Gi)$/.exec(text) ?? [];
  return Number(count) * (UNITS[unit] ?? NaN);
};
const asked = z.object({
  requests: z.object({ memory: z.string() }),
  limits: z.object({ memory: z.string() }),
});

describe("sizes", () => {
  it("keep the table's values in a small cluster", () => {
    assert.deepEqual(sized(QUERY.resources, "small"), QUERY.resources);
  });

  it("do not change ephemeral storage for logs", () => {
    const { requests, limits } = sized(QUERY.resources, "large");
    assert.equal(requests["ephemeral-storage"], QUERY.resources.requests["ephemeral-storage"]);
    assert.equal(limits["ephemeral-storage"], QUERY.resources.limits["ephemeral-storage"]);
  });

  it("double requests and limits from small to medium to large", () => {
    const compact = { requests: { cpu: "50m", memory: "256Mi" }, limits: { memory: "4Gi" } };
    assert.deepEqual(sized(compact, "medium"), {
      requests: { cpu: "100m", memory: "512Mi" },
      limits: { memory: "8Gi" },
    });
    assert.deepEqual(sized(compact, "large"), {
      requests: { cpu: "200m", memory: "1024Mi" },
      limits: { memory: "16Gi" },
    });
  });

  for (const name of ["observer", "large"]) {
    it(`leave no part a limit below its request (${name})`, async () => {
      const { resources } = await stack(name);
      const all = [
        ...workloads(resources).flatMap(({ spec }) =>
          spec.template.spec.containers.map((container): unknown => container.resources),
        ),
        ...ofKind(resources, "Prometheus").flatMap(({ inputs }) => [
          field(inputs, "spec", "resources"),
          field(inputs, "spec", "thanos", "resources"),
        ]),
      ].map((each) => asked.parse(each));
      assert.ok(all.length > 7);
      assert.ok(all.every((each) => bytes(each.limits.memory) > bytes(each.requests.memory)));
    });
  }

  it("apply to every part of a large cluster", async () => {
    const limits = async (name: string) =>
      // Grafana works for those who look, however large the cluster is.
      workloads((await stack(name)).resources)
        .filter(({ id }) => id !== "observer-grafana")
        .map(({ id, spec }) => ({
          id,
          limit: bytes(spec.template.spec.containers[0]?.resources?.limits["memory"] ?? ""),
        }));
    const small = await limits("observer");
    assert.deepEqual(
      (await limits("large")).sort((a, b) => (a.id < b.id ? -1 : 1)),
      small
        .map(({ id, limit }) => ({ id, limit: 4 * limit }))
        .sort((a, b) => (a.id < b.id ? -1 : 1)),
    );
  });
});
