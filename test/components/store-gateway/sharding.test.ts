// Sharding of Store Gateways: every block has a shard, and every shard a name that Kubernetes takes.
import * as assert from "node:assert/strict";
import fc from "fast-check";
import { parse } from "yaml";
import { shardNameErrors } from "../../../components/store-gateway/sharding-config";
import { durationSeconds } from "../../../config/primitives";
import { storeName } from "../../../kubernetes/names";
import { shardsOf, SUFFIXES } from "../../../components/store-gateway/sharding";
import { field, ofKind, workloads } from "../../policy/objects";
import { stack } from "../../support/fleet";

const DAY = 86_400;
const HOUR = 3600;
/** A StatefulSet's longest name. */
const LONGEST = 52;

const sharding = fc.oneof(
  fc.record({ kind: fc.constant("hash" as const), shards: fc.integer({ min: 2, max: 50 }) }),
  fc.record({
    kind: fc.constant("time" as const),
    boundaries: fc
      .uniqueArray(fc.integer({ min: 1, max: 4000 }), { minLength: 1, maxLength: 9 })
      .map((days) => days.sort((a, b) => a - b).map((n) => `${String(n)}d`)),
  }),
);

/** Seconds before now from which and to which a shard answers. */
function agesOf(times: readonly string[]): { readonly from: number; readonly to: number } {
  const age = (flag: string) => times.find((time) => time.startsWith(flag))?.split("=-")[1];
  const [oldest, youngest] = [age("--min-time"), age("--max-time")];
  return {
    from: oldest === undefined ? Infinity : durationSeconds(oldest),
    to: youngest === undefined ? 0 : durationSeconds(youngest),
  };
}

describe("Store Gateways", () => {
  it("are one set named after the cluster without sharding", () => {
    assert.deepEqual(shardsOf(undefined), [{ times: [] }]);
    assert.equal(storeName("paris", shardsOf(undefined)[0]?.suffix), "thanos-store-paris");
  });

  it("by hash cover each remainder once", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 50 }), (shards) => {
        const selectors = shardsOf({ kind: "hash", shards }).map(({ selector }): unknown =>
          parse(selector ?? ""),
        );
        assert.deepEqual(
          selectors.map((rules) => field(rules, 1, "regex")),
          Array.from({ length: shards }, (_, n) => String(n)),
        );
        assert.ok(selectors.every((rules) => field(rules, 0, "modulus") === shards));
      }),
    );
  });

  it("by age overlap by an hour without gaps", () => {
    fc.assert(
      fc.property(sharding, (chosen) => {
        fc.pre(chosen.kind === "time");
        const ages = shardsOf(chosen).map(({ times }) => agesOf(times));
        assert.equal(ages[0]?.to, 0);
        assert.equal(ages.at(-1)?.from, Infinity);
        ages.slice(1).forEach(({ to }, i) => assert.equal((ages[i]?.from ?? 0) - to, HOUR));
      }),
    );
  });

  it("by age begin at the configured boundaries", () => {
    assert.deepEqual(
      shardsOf({ kind: "time", boundaries: ["2w", "90d"] }).map(({ times }) => times),
      [["--min-time=-2w1h"], ["--min-time=-90d1h", "--max-time=-2w"], ["--max-time=-90d"]],
    );
    assert.equal(durationSeconds("2w1h"), 14 * DAY + HOUR);
  });

  it("are named after their content, so that resharding creates new ones", () => {
    const named = (chosen: Parameters<typeof shardsOf>[0]) =>
      shardsOf(chosen).map(({ suffix }) => suffix);
    assert.deepEqual(named({ kind: "hash", shards: 2 }), ["0-of-2", "1-of-2"]);
    assert.deepEqual(named({ kind: "time", boundaries: ["2w", "90d"] }), [
      "to-2w",
      "2w-to-90d",
      "from-90d",
    ]);
  });

  it("match one expression for all suffixes, unlike other clusters' names", () => {
    const of = (cluster: string) => new RegExp(`^${storeName(cluster)}(-(${SUFFIXES}))?$`);
    fc.assert(
      fc.property(fc.option(sharding, { nil: undefined }), (chosen) => {
        for (const { suffix } of shardsOf(chosen)) {
          assert.match(storeName("paris", suffix), of("paris"));
          assert.doesNotMatch(storeName("paris-2", suffix), of("paris"));
        }
      }),
    );
  });

  it("have names of at most 52 characters, or the cluster's name is rejected", () => {
    const name = fc.integer({ min: 1, max: 39 }).map((length) => "a".repeat(length));
    fc.assert(
      fc.property(fc.option(sharding, { nil: undefined }), name, (chosen, cluster) => {
        const names = shardsOf(chosen).map(({ suffix }) => storeName(cluster, suffix).length);
        const longest = Math.max(...names);
        const faults = shardNameErrors(chosen, [{ path: "cluster", name: cluster }]);
        assert.equal(faults.length === 0, longest <= LONGEST, `${String(longest)}`);
      }),
    );
  });

  it("of a shard have a strict endpoint of their own in Query", async () => {
    const { resources } = await stack("sharding-hash");
    const map = ofKind(resources, "ConfigMap").find((r) => r.name === "observer-query-endpoints");
    const list: unknown = parse(String(field(map?.inputs, "data", "endpoints.yaml")));
    const strict = Object.values(Object(field(list, "endpoints")))
      .filter((endpoint) => field(endpoint, "strict") === true)
      .map((endpoint) => String(field(endpoint, "address")).split(".")[0]);
    const sets = workloads(resources)
      .map(({ metadata }) => metadata.name)
      .filter((name) => name.startsWith("thanos-store-"));
    assert.equal(sets.length, 6);
    assert.deepEqual(
      strict.filter((name) => name?.startsWith("thanos-store-")).sort(),
      sets.sort(),
    );
  });
});
