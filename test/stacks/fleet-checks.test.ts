// Rules over the clusters of a fleet together.
import * as assert from "node:assert/strict";
import { observeeOutputs } from "../support/contracts";
import { formatError } from "../../config/errors";
import * as checks from "../../stacks/fleet-checks";
import type { ObserveeContract } from "../../stacks/contract";

const { skewWarnings } = checks;
const fleetErrors = (...args: Parameters<typeof checks.fleetErrors>): string[] =>
  checks.fleetErrors(...args).map(formatError);
const sameClusterErrors = (...args: Parameters<typeof checks.sameClusterErrors>): string[] =>
  checks.sameClusterErrors(...args).map(formatError);

const OBSERVER = {
  name: "hub",
  store: { type: "S3", endpoint: "s3.example.com", bucket: "metrics-hub", region: "any" },
  place: { path: "objectStore.bucket" },
} as const;

/** An observee with other outputs than its own; `at` is its bucket and prefix. */
const member = (name: string, other: Partial<ObserveeContract> = {}, at: object = {}) => {
  const contract = observeeOutputs(name);
  return {
    name,
    contract: { ...contract, ...other, objectStore: { ...contract.objectStore, ...at } },
    place: (path: string) => ({ path, stack: name }),
  };
};

const overlap = (bucket: string, a: string, b: string) =>
  `output objectStore.bucket of stack "${b}" is "${bucket}", but ${a} and ${b} use this bucket with overlapping prefixes: two Compactors on the same blocks destroy data; ` +
  "give one of them another bucket, or each a prefix of its own";

describe("a fleet", () => {
  it("has no error if buckets and addresses differ", () => {
    assert.deepEqual(fleetErrors([member("paris"), member("lyon")], OBSERVER), []);
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
      assert.deepEqual(fleetErrors(members, OBSERVER), [overlap("m", "paris", "lyon")]);
      assert.deepEqual(fleetErrors([...members].reverse(), OBSERVER), [
        overlap("m", "lyon", "paris"),
      ]);
    });
  }

  for (const [how, own, its] of [
    ["without prefixes", undefined, undefined],
    ["with one prefix", "a", "a"],
    ["in a folder of its prefix", "a", "a/b"],
    ["around its prefix", "a/b", "a"],
    ["below its root", undefined, "a"],
    ["at its root", "a", undefined],
  ] as const) {
    it(`may not share the observer's own bucket either, ${how}`, () => {
      const store = { ...OBSERVER.store, bucket: "m" };
      const paris = member("paris", {}, { ...store, prefix: its });
      assert.deepEqual(fleetErrors([paris], { ...OBSERVER, store: { ...store, prefix: own } }), [
        overlap("m", "hub", "paris"),
      ]);
    });
  }

  it("rejects an endpoint that is the address of an observee", () => {
    const paris = member("paris", { address: "paris.example.com:443" });
    const endpoints = ["other.example.com:443", "paris.example.com:443"];
    assert.deepEqual(fleetErrors([paris], OBSERVER, endpoints), [
      'query.endpoints[1].address is "paris.example.com:443", but this is the address of observee "paris", which is queried anyway; remove it',
    ]);
  });

  for (const [x, y] of [
    ["s3.example.com", "s3.example.com:443"],
    ["s3.eu-west-3.amazonaws.com", "s3.us-east-1.amazonaws.com"],
    ["s3.eu-west-3.amazonaws.com", "s3.dualstack.eu-west-3.amazonaws.com"],
    ["s3.cn-north-1.amazonaws.com.cn", "s3.cn-northwest-1.amazonaws.com.cn"],
  ] as const) {
    it(`may not share a bucket through ${x} and ${y}, which are one store`, () => {
      const members = [
        member("paris", {}, { bucket: "m", endpoint: x }),
        member("lyon", {}, { bucket: "m", endpoint: y }),
      ];
      assert.deepEqual(fleetErrors(members, OBSERVER), [overlap("m", "paris", "lyon")]);
    });
  }

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
    [
      "of one name at two ports of a host",
      { bucket: "m", endpoint: "x:9000" },
      { bucket: "m", endpoint: "x:9001" },
    ],
    [
      "of one name at Amazon's two partitions",
      { bucket: "m", endpoint: "s3.eu-west-3.amazonaws.com" },
      { bucket: "m", endpoint: "s3.cn-north-1.amazonaws.com.cn" },
    ],
  ] as const) {
    it(`may have buckets ${how}`, () => {
      assert.deepEqual(fleetErrors([member("paris", {}, x), member("lyon", {}, y)], OBSERVER), []);
    });
  }

  it("rejects two observees with one address", () => {
    const address = "edge.example.com:443";
    assert.deepEqual(
      fleetErrors([member("paris", { address }), member("lyon", { address })], OBSERVER),
      [
        'output address of stack "lyon" is "edge.example.com:443", but paris and lyon have this address; give each observee an edge of its own',
      ],
    );
  });

  it("rejects two stacks in one Kubernetes cluster", () => {
    const [a, b] = [{ clusterUid: "a" }, { clusterUid: "b" }];
    const same = (one: string, other: string, uid: string) =>
      `output clusterUid of stack "${other}" is "${uid}", but ${one} and ${other} are one Kubernetes cluster, by the UID of its namespace kube-system; ` +
      "give one of them its own kubernetes.context, or set sameCluster: true if that is intended";
    const members = [member("paris", a), member("lyon", b), member("nantes", a)];
    assert.deepEqual(sameClusterErrors(members, { ...OBSERVER, clusterUid: "c" }), [
      same("paris", "nantes", "a"),
    ]);
    assert.deepEqual(sameClusterErrors(members, { ...OBSERVER, clusterUid: "b" }), [
      same("hub", "lyon", "b"),
      same("paris", "nantes", "a"),
    ]);
  });

  it("accepts stacks of older programs, which do not output the cluster's UID", () => {
    const older = observeeOutputs("paris");
    delete older.clusterUid;
    const members = ["paris", "lyon"].map((name) => ({ ...member(name), contract: older }));
    assert.deepEqual(sameClusterErrors(members, OBSERVER), []);
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
        fleetErrors([member("paris", { thanosVersion: version })], OBSERVER),
        refused
          ? [
              `output thanosVersion of stack "paris" is "${version}", but must be at least v0.42.0; run \`pulumi up\` on that stack with this version of the program`,
            ]
          : [],
      );
    });
  }

  it("warns of Thanos versions more than two minor versions older or newer", () => {
    const versions = ["v0.42.0", "v0.43.0", "v0.45.0", "v0.47.9", "v0.48.0"];
    const members = versions.map((thanosVersion, i) => member(`c${String(i)}`, { thanosVersion }));
    assert.deepEqual(skewWarnings(members, "v0.45.1"), [
      'observee "c0" runs Thanos v0.42.0 and this observer v0.45.1: more than 2 minor versions apart',
      'observee "c4" runs Thanos v0.48.0 and this observer v0.45.1: more than 2 minor versions apart',
    ]);
  });
});
