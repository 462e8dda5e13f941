// The drawing of the fleet has every cluster, and no secret.
import * as assert from "node:assert/strict";
import { fleetOf, nextExpiry } from "../../tools/graph/fleet";
import { mermaid } from "../../tools/graph/mermaid";
import { page } from "../../tools/graph/page";

const NOW = Date.parse("2026-01-01T00:00:00Z");
const store = (bucket: string) => ({ type: "S3", bucket, prefix: "a" });
const OUTPUTS: Readonly<Record<string, unknown>> = {
  "o/p/paris": {
    address: "edge.paris.example.com:443",
    objectStore: store("metrics-paris"),
    certificateEnds: { server: "2026-01-11T12:00:00Z", serverCa: "2031-01-01T00:00:00Z" },
    token: "a secret that no picture shows",
  },
  "o/p/oslo": { objectStore: store("metrics-oslo"), writerCa: "x" },
  "o/p/rome": {},
};
const CONFIG = {
  cluster: "hub",
  objectStore: { kind: "s3", bucket: "metrics-hub" },
  observees: [
    { name: "paris", stack: "o/p/paris" },
    { name: "oslo", stack: "o/p/oslo" },
    { name: "rome", stack: "o/p/rome" },
    { name: "kyiv", stack: "o/p/never" },
    { name: "bonn", values: OUTPUTS["o/p/paris"] },
  ],
  revoked: ["bonn"],
};
const OWN = { certificateEnds: { "client/paris": "2026-01-02T00:00:00Z" } };
const fleet = fleetOf(CONFIG, OWN, (stack) => OUTPUTS[stack], NOW);

describe("the drawing of the fleet", () => {
  it("shows every cluster with its state", () => {
    assert.deepEqual(
      fleet.clusters.map(({ name, state }) => [name, state]),
      [
        ["hub", "observer"],
        ["paris", "connected"],
        ["oslo", "pushes"],
        ["rome", "pending"],
        ["kyiv", "pending"],
        ["bonn", "revoked"],
      ],
    );
  });

  it("counts whole days to the expiry of the first certificate", () => {
    assert.deepEqual(fleet.clusters.map(nextExpiry).slice(0, 3), [
      "client/paris ends in 1 day",
      "server ends in 10 days",
      undefined,
    ]);
  });

  it("reports an expired certificate", () => {
    const bonn = fleetOf(CONFIG, OWN, (stack) => OUTPUTS[stack], NOW + 11.6 * 86_400_000);
    assert.equal(bonn.clusters.map(nextExpiry)[1], "server ended 2 days ago");
  });

  it("draws edges and buckets in Mermaid, in the direction of the calls", () => {
    const text = mermaid(fleet);
    assert.match(text, /^flowchart LR\n/);
    for (const part of [
      'c0 -->|"mutual TLS edge.paris.example.com:443"| c1',
      'c2 -->|"remote write by mutual TLS"| c0',
      'c0 -.->|"pending: never up"| c3',
      'c0 -.->|"revoked"| c5',
      'b1[("metrics-paris/a")]',
    ]) {
      assert.ok(text.includes(`  ${part}\n`), part);
    }
  });

  it("shows the observer's bucket even if its name is a default or secret", () => {
    const bucketOf = (objectStore: object) =>
      fleetOf({ ...CONFIG, objectStore }, OWN, () => undefined, NOW).clusters[0].bucket;
    assert.equal(bucketOf({ kind: "inCluster" }), "metrics");
    assert.equal(bucketOf({ kind: "inCluster", bucket: "blocks" }), "blocks");
    assert.equal(bucketOf({ kind: "thanos", type: "GCS", prefix: "hub" }), "GCS/hub");
    assert.equal(bucketOf({ kind: "s3" }), undefined);
  });

  it("is a page that loads nothing else", () => {
    const html = page(fleet, new Date(NOW));
    assert.doesNotMatch(html, /(src|href)=|@import|url\(/);
    assert.match(html, /Content-Security-Policy" content="default-src 'none'/);
    for (const { name } of fleet.clusters) {
      assert.ok(html.includes(`>${name}</h3>`), name);
    }
    assert.match(html, /<td class="soon">1<\/td>/);
  });

  it("escapes names in HTML", () => {
    const odd = fleetOf({ ...CONFIG, cluster: '<b>"&' }, OWN, () => undefined, NOW);
    assert.ok(!page(odd, new Date(NOW)).includes("<b>"));
    assert.ok(!mermaid(odd).includes('["<b>"'));
  });

  it("shows no other outputs", () => {
    assert.ok(
      !(page(fleet, new Date(NOW)) + mermaid(fleet)).includes("a secret that no picture shows"),
    );
  });
});
