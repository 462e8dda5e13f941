// Timeouts: each layer outlasts the one that it waits for.
import * as assert from "node:assert/strict";
import { parse } from "yaml";
import { ingress } from "../../components/edge/ingress/config";
import { edgeIngress } from "../../components/edge/ingress/spec";
import { queryFlags, type QueryRole } from "../../components/query/spec";
import { queryFrontendFiles } from "../../components/query-frontend/spec";
import { TIMEOUTS } from "../../kubernetes/query-timeouts";
import { field } from "../policy/objects";

const flag = (place: QueryRole, name: string): string | undefined =>
  queryFlags({ role: place, mutualTls: false })
    .find((f) => f.startsWith(`${name}=`))
    ?.split("=")[1];

describe("timeouts", () => {
  it("decrease from the outermost layer inwards, by at least five seconds", () => {
    const { leaf, tlsQuery, query, queryTotal, queryFrontend, grafana, edge } = TIMEOUTS;
    const layers = [leaf, tlsQuery, query, queryTotal, queryFrontend, grafana, edge];
    layers.slice(1).forEach((outer, i) => {
      assert.ok(outer >= (layers[i] ?? 0) + 5, `${String(outer)} s around ${String(layers[i])} s`);
    });
  });

  it("are the store timeout of each Query", () => {
    const places = ["leaf", "tlsQuery", "query"] as const;
    assert.deepEqual(
      places.map((place) => flag(place, "--store.response-timeout")),
      ["10s", "15s", "25s"],
    );
  });

  it("limit a whole query", () => {
    assert.equal(flag("query", "--query.timeout"), "120s");
  });

  it("are set in the Query Frontend's transport", () => {
    const transport: unknown = parse(
      queryFrontendFiles({ kind: "off" }, "thanos")["transport.yaml"] ?? "",
    );
    assert.equal(field(transport, "response_header_timeout"), "150s");
  });

  it("are set on the Ingress in both directions", () => {
    const exposure = ingress.parse({ kind: "ingress", hostname: "a.example.com" });
    const { metadata } = edgeIngress("thanos", exposure, "server", "hub");
    assert.deepEqual(
      ["read", "send"].map((way) =>
        field(metadata, "annotations", `nginx.ingress.kubernetes.io/proxy-${way}-timeout`),
      ),
      ["180", "180"],
    );
  });
});
