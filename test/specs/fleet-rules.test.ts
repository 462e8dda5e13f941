// Rules over the clusters of a fleet together.
import * as assert from "node:assert/strict";
import { observeeOutputs } from "../../render/references";
import { fleetFaults, skewWarnings } from "../../specs/fleet-rules";
import type { ObserveeContract } from "../../specs/contract";

const OBSERVER = {
  name: "hub",
  store: { type: "S3", endpoint: "s3.example.com", bucket: "metrics-hub", region: "any" },
} as const;

/** An observee with other outputs than its own; `at` is its bucket and prefix. */
const member = (name: string, other: Partial<ObserveeContract> = {}, at: object = {}) => {
  const contract = observeeOutputs(name);
  return {
    name,
    contract: { ...contract, ...other, objectStore: { ...contract.objectStore, ...at } },
  };
};

const overlap = (bucket: string, a: string, b: string) =>
  `bucket "${bucket}" is used by ${a} and ${b} with overlapping prefixes: two Compactors on the same blocks destroy data; ` +
  "give one of them another bucket, or each a prefix of its own";

describe("a fleet", () => {
  it("of clusters with buckets and addresses of their own has no fault", () => {
    assert.deepEqual(fleetFaults([member("paris"), member("lyon")], OBSERVER), []);
  });

  for (const [how, x, y] of [
    ["without prefixes", undefined, undefined],
    ["with one prefix", "a", "a"],
    ["with a prefix in the other", "a/b", "a"],
    ["with a prefix below the root", undefined, "a"],
  ] as const) {
    it(`may not share a bucket ${how}`, () => {
      const members = [
        member("paris", {}, { bucket: "m", prefix: x }),
        member("lyon", {}, { bucket: "m", prefix: y }),
      ];
      assert.deepEqual(fleetFaults(members, OBSERVER), [overlap("m", "paris", "lyon")]);
      assert.deepEqual(fleetFaults([...members].reverse(), OBSERVER), [
        overlap("m", "lyon", "paris"),
      ]);
    });
  }

  it("may not share the observer's own bucket either", () => {
    const paris = member("paris", {}, { bucket: "metrics-hub", endpoint: "s3.example.com" });
    assert.deepEqual(fleetFaults([paris], OBSERVER), [overlap("metrics-hub", "hub", "paris")]);
  });

  for (const [how, x, y] of [
    ["with prefixes apart", { bucket: "m", prefix: "a" }, { bucket: "m", prefix: "b" }],
    [
      "with prefixes that only begin alike",
      { bucket: "m", prefix: "a" },
      { bucket: "m", prefix: "ab" },
    ],
    [
      "of one name at two endpoints",
      { bucket: "m", endpoint: "x" },
      { bucket: "m", endpoint: "y" },
    ],
  ] as const) {
    it(`may have buckets ${how}`, () => {
      assert.deepEqual(fleetFaults([member("paris", {}, x), member("lyon", {}, y)], OBSERVER), []);
    });
  }

  it("has an edge for each observee", () => {
    const address = "edge.example.com:443";
    assert.deepEqual(
      fleetFaults([member("paris", { address }), member("lyon", { address })], OBSERVER),
      [
        "paris and lyon have one address, edge.example.com:443; each observee needs an edge of its own",
      ],
    );
  });

  for (const [version, refused] of [
    ["v0.41.0", true],
    ["v0.9.0", true],
    ["v0.42.0", false],
    ["v0.42.4-rc.1", false],
    ["v1.0.0", false],
    ["main", true],
  ] as const) {
    it(`${refused ? "refuses" : "takes"} an observee with Thanos ${version}`, () => {
      assert.deepEqual(
        fleetFaults([member("paris", { thanosVersion: version })], OBSERVER),
        refused
          ? [
              `observee "paris" runs Thanos ${version}; it must be at least v0.42.0: run \`pulumi up\` on it`,
            ]
          : [],
      );
    });
  }

  it("is warned of versions that are more than two apart, in both directions", () => {
    const versions = ["v0.42.0", "v0.43.0", "v0.45.0", "v0.47.9", "v0.48.0"];
    const members = versions.map((thanosVersion, i) => member(`c${String(i)}`, { thanosVersion }));
    assert.deepEqual(skewWarnings(members, "v0.45.1"), [
      'observee "c0" runs Thanos v0.42.0 and this observer v0.45.1: more than 2 minor versions apart',
      'observee "c4" runs Thanos v0.48.0 and this observer v0.45.1: more than 2 minor versions apart',
    ]);
  });
});
