// Caches: what callers and pools must agree on, and what buckets must not share.
import * as assert from "node:assert/strict";
import { parse } from "yaml";
import type { Recorded } from "../../../tools/render/recorded";
import { memcachedFlags, memcachedResources } from "../../../components/memcached/spec";
import { mebibytes } from "../../../kubernetes/quantity";
import {
  bucketCacheFile,
  indexCacheFile,
  responseCacheFile,
} from "../../../components/memcached/caches";
import { field, ofKind, services, workloads } from "../../policy/objects";
import { waitsFor } from "../../policy/order";
import { stack } from "../../support/fleet";

const POOL = { replicas: 2, size: "1Gi", maxItemSize: "3Mi" };
const shared = { kind: "memcached", ...POOL } as const;

/** The value behind a flag of a container, or an empty text. */
const flagOf = (args: readonly string[], flag: string): string =>
  args.find((arg) => arg.startsWith(`${flag}=`))?.slice(flag.length + 1) ?? "";

/** Texts of all files in ConfigMaps that name a pool, parsed. */
const clients = (resources: readonly Recorded[]) =>
  ofKind(resources, "ConfigMap").flatMap(({ inputs }) =>
    Object.entries(Object(field(inputs, "data")))
      .filter(([name]) => name.endsWith(".yaml"))
      .map(([, text]): unknown => parse(String(text)))
      .filter((file) => field(file, "type") === "MEMCACHED"),
  );

describe("a quantity", () => {
  for (const [quantity, mib] of [
    ["1Mi", 1],
    ["1500Mi", 1500],
    ["2Gi", 2048],
    ["1Ti", 1048576],
    ["1M", 0],
    ["500M", 476],
    ["2G", 1907],
  ] as const) {
    it(`of ${quantity} is ${String(mib)} whole mebibytes`, () => {
      assert.equal(mebibytes(quantity), mib);
    });
  }
});

describe("a cache in memory", () => {
  const file: unknown = parse(indexCacheFile({ kind: "inMemory", size: "250Mi" }, "thanos"));

  it("has its size in MiB", () => {
    assert.equal(field(file, "config", "max_size"), "250MiB");
  });

  it("accepts no item larger than the cache, which Thanos rejects", () => {
    const small: unknown = parse(bucketCacheFile({ kind: "inMemory", size: "1Mi" }, "thanos"));
    assert.equal(field(small, "config", "max_item_size"), "1MiB");
    assert.equal(field(file, "config", "max_item_size"), "125MiB");
  });
});

describe("a pool of memcached", () => {
  it("accepts the largest items of its clients, with key and header", () => {
    const files = [
      indexCacheFile(shared, "thanos"),
      bucketCacheFile(shared, "thanos"),
      responseCacheFile(shared, "thanos") ?? "",
    ];
    assert.ok(memcachedFlags(POOL).includes("--max-item-size=3m"));
    assert.deepEqual(
      files.map((file) => field(parse(file), "config", "max_item_size")),
      ["3071KiB", "3071KiB", "3071KiB"],
    );
  });

  it("has more memory than its items need", () => {
    const { requests, limits } = memcachedResources(POOL);
    assert.ok(memcachedFlags(POOL).includes("--memory-limit=1024"));
    assert.ok(mebibytes(requests.memory) > 1024);
    assert.ok(mebibytes(limits.memory) > mebibytes(requests.memory));
  });
});

describe("the observer's pools", () => {
  it("are addressed by the names of their pods", async () => {
    const { resources } = await stack("caches");
    const named = services(resources).flatMap(({ metadata, spec }) =>
      spec.ports.map((port) => `dnssrvnoa+_${port.name}._tcp.${metadata.name}.thanos.svc`),
    );
    const addresses = clients(resources).map((file) => field(file, "config", "addresses", 0));
    assert.equal(addresses.length, 5, "of two Store Gateways two each, and one of the frontend");
    assert.deepEqual(
      addresses.filter((address) => !named.includes(String(address))),
      [],
    );
  });

  it("are separate, since one cache would evict the items of another", async () => {
    const { resources } = await stack("caches");
    const pools = workloads(resources).filter(({ id }) => id.startsWith("observer-memcached-"));
    assert.deepEqual(pools.map(({ id }) => id.replace("observer-memcached-", "")).sort(), [
      "bucket",
      "index",
      "responses",
    ]);
  });

  it("are resolvable while they start: a Store Gateway would not start otherwise", async () => {
    const { resources } = await stack("caches");
    const found = ofKind(resources, "Service")
      .filter(({ name }) => name.startsWith("observer-memcached-"))
      .map(({ inputs }) => field(inputs, "spec", "publishNotReadyAddresses"));
    assert.deepEqual(found, [true, true, true]);
  });

  it("are created before their clients", async () => {
    const { resources } = await stack("caches");
    const set = resources.find(
      ({ name, type }) => name === "observer-store-observee" && type.endsWith(":StatefulSet"),
    );
    assert.ok(set !== undefined);
    const before = [...waitsFor(set, resources)];
    assert.ok(
      before.some((other) => other.endsWith("::observer-memcached-index")),
      before.join("\n"),
    );
  });

  it("are not created for in-memory caches", async () => {
    const { resources } = await stack("caches-in-memory");
    assert.deepEqual(
      resources.filter(({ name }) => name.includes("memcached")),
      [],
    );
  });
});

describe("the bucket cache's file", () => {
  const FLAG = "--store.caching-bucket.config-file";
  const pathsOf = async (name: string) =>
    workloads((await stack(name)).resources)
      .filter(({ id }) => id.includes("-store-"))
      .map(({ spec }) => flagOf(spec.template.spec.containers[0]?.args ?? [], FLAG));

  it("has a different path for each bucket, by which Thanos keys the list of blocks", async () => {
    assert.deepEqual((await pathsOf("caches")).sort(), [
      "/etc/thanos/store/caching-bucket-observee.yaml",
      "/etc/thanos/store/caching-bucket-observer.yaml",
    ]);
  });

  it("is not a flag without a bucket cache", async () => {
    assert.deepEqual(await pathsOf("observer"), ["", ""]);
  });
});
