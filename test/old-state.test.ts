// The state of a version without rotation: this version keeps every resource under the same URN.
import * as assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { Alias as SentAlias } from "@pulumi/pulumi/proto/alias_pb";
import { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import { z } from "zod";
import { observerOutputs } from "../tools/render/references";
import { recordOf, type Alias, type Recorded } from "../tools/render/recorded";
import { observeeOutputs } from "./support/contracts";
import type { Recording } from "../tools/render/recorder";
import { OBSERVEE, withKeys, type ConfigObject } from "./support/configs";
import { run, unlessFailed } from "./support/fleet";
import { FULL, called, observerOf, protectedKeys } from "./support/stacks";
import { urnsOf } from "./support/urns";

/** Names with their types and those of all parents, and the stack's outputs; recorded from that program. */
const OLD = z
  .record(
    z.string(),
    z.object({ outputs: z.record(z.string(), z.unknown()), urns: z.array(z.string()) }),
  )
  .parse(
    JSON.parse(
      fs.readFileSync(path.join(__dirname, "fixtures/state-before-rotation.json"), "utf8"),
    ),
  );

const exposure = { kind: "ingress", hostname: "thanos.paris.example.com" };
const CONFIGS: Readonly<Record<string, ConfigObject>> = {
  observer: observerOf({ paris: {}, lyon: {} }),
  paris: OBSERVEE,
  "behind-ingress": withKeys(OBSERVEE, { exposure }),
};

/** The next `up` of that stack with this program: it reads what the old one left. */
async function next(name: string): Promise<Recording> {
  const others = {
    ...Object.fromEntries(["paris", "lyon"].map((other) => [FULL(other), observeeOutputs(other)])),
    [FULL("observer")]: observerOutputs(["paris", "lyon"]),
  };
  const references = { ...others, [FULL(name)]: OLD[name]?.outputs ?? {} };
  return unlessFailed(await run(CONFIGS[name] ?? {}, references, name));
}

/**
 * What went since, and took no data along: accounts of which the Store Gateways have a common one now, versions of a
 * bucket that is not at AWS, which are retained, and the TLS querier for all observees.
 */
const WENT_SINCE = [
  "$thanos:thanos:Store$kubernetes:core/v1:ServiceAccount::",
  "$aws:s3/bucketVersioning:BucketVersioning::",
  "::observer-query-tls",
];

/**
 * Resources that later versions added: alerts and their components, files and ServiceAccount of the Store Gateways,
 * network policies, Grafana.
 */
const CAME_SINCE = [
  "$thanos:fleet:Alerts::",
  "$kubernetes:monitoring.coreos.com/v1:PrometheusRule::",
  "$thanos:thanos:Store$kubernetes:core/v1:ConfigMap::",
  "thanos:fleet:Observer$kubernetes:core/v1:ServiceAccount::observer-store-account",
  "$thanos:network:Policies",
  "$thanos:grafana:",
  "$thanos:fleet:FleetCheck",
];

/** URNs of the old state that no resource has, or had, though it should. */
function lost(name: string, resources: readonly Recorded[]): string[] {
  const known = new Set([...urnsOf(resources).values()].flat());
  return (OLD[name]?.urns ?? [])
    .filter((urn) => !known.has(urn))
    .filter((urn) => !WENT_SINCE.some((kind) => urn.includes(kind)));
}

/** URNs of resources that are not in the old state, under no name. */
function fresh(name: string, resources: readonly Recorded[]): string[] {
  const before = new Set(OLD[name]?.urns);
  return [...urnsOf(resources).values()]
    .filter((urns) => !urns.some((urn) => before.has(urn)))
    .map(([urn = ""]) => urn);
}

describe("a state of the program before rotation", () => {
  for (const name of Object.keys(CONFIGS)) {
    it(`loses nothing of ${name}`, async () => {
      assert.ok((OLD[name]?.urns ?? []).length > 40);
      assert.deepEqual(lost(name, (await next(name)).resources), []);
    });

    it(`adds only newer kinds of resources to ${name}`, async () => {
      const came = fresh(name, (await next(name)).resources);
      assert.ok(came.length > 0);
      assert.ok(
        came.every((urn) => CAME_SINCE.some((kind) => urn.includes(kind))),
        came.join("\n"),
      );
    });

    it(`keeps the keys of the CAs in ${name} protected`, async () => {
      const keys = (OLD[name]?.urns ?? []).filter((urn) => urn.endsWith("-ca-key"));
      assert.deepEqual(
        protectedKeys(await next(name)).sort(),
        keys.map((urn) => urn.split("::")[1]).sort(),
      );
    });
  }

  it("contains no secret, and neither do its outputs", () => {
    assert.doesNotMatch(JSON.stringify(OLD), /PRIVATE KEY|placeholder of a secret/);
  });
});

/**
 * The resources with a component renamed, as its children are by it, or with another parent; with an alias or none.
 */
function changed(
  { resources }: Recording,
  from: string,
  to: { readonly name?: string; readonly parent?: string },
  ...aliases: readonly Alias[]
): Recorded[] {
  const { name = from } = to;
  const renamed = (text: string) => text.replace(new RegExp(`(^|::)${from}(?=-|$)`), `$1${name}`);
  return resources.map((each): Recorded => ({
    ...each,
    name: renamed(each.name),
    ...(each.parent === undefined ? {} : { parent: renamed(each.parent) }),
    ...(each.name === from ? { ...to, aliases } : {}),
  }));
}

describe("a component that is renamed or moved", () => {
  const RENAMED = { name: "observee-credentials" };
  const MOVED = { parent: "thanos:fleet:ClusterMetrics::observee-metrics" };
  const OF_TRUST = /::observee-trust/;

  it("would lose its children", async () => {
    const recording = await next("paris");
    const renamed = changed(recording, "observee-trust", RENAMED);
    assert.ok(lost("paris", renamed).length > 8);
    assert.ok(lost("paris", renamed).every((urn) => OF_TRUST.test(urn)));
    assert.ok(fresh("paris", renamed).some((urn) => /observee-credentials-ca-key/.test(urn)));
    assert.ok(lost("paris", changed(recording, "observee-trust", MOVED)).length > 8);
  });

  it("keeps its children by one alias of its own", async () => {
    const recording = await next("paris");
    const { parent = "" } = called(recording, "observee-trust");
    for (const [to, alias] of [
      [RENAMED, { name: "observee-trust" }],
      [MOVED, { parent }],
      [
        { ...RENAMED, ...MOVED },
        { name: "observee-trust", parent },
      ],
    ] as const) {
      const resources = changed(recording, "observee-trust", to, alias);
      assert.deepEqual(lost("paris", resources), []);
      assert.deepEqual(
        fresh("paris", resources).filter((urn) => !CAME_SINCE.some((kind) => urn.includes(kind))),
        [],
      );
    }
  });

  it("is recorded with its aliases as the SDK sends them", () => {
    const spec = (fill: (spec: SentAlias.Spec) => void) => {
      const made = new SentAlias.Spec();
      fill(made);
      return new SentAlias().setSpec(made);
    };
    const urn = (name: string) => `urn:pulumi:s::p::a:b:A$a:b:B::${name}`;
    const request = new RegisterResourceRequest()
      .setParent(urn("now"))
      .setAliasesList([
        spec((s) => s.setName("old").setType("a:b:C").setParenturn(urn("now"))),
        spec((s) => s.setParenturn(urn("above"))),
        spec((s) => s.setNoparent(true)),
        spec((s) => s.setType("a:b:D")),
      ]);
    const alias = (changes: Alias): Alias => ({
      ...{ name: undefined, type: undefined, parent: undefined },
      ...changes,
    });
    const known = [
      alias({ name: "old", type: "a:b:C" }),
      alias({ parent: "a:b:B::above" }),
      alias({ parent: "" }),
    ];
    assert.deepEqual(recordOf(request, "hidden").aliases, [...known, alias({ type: "a:b:D" })]);
    assert.deepEqual(recordOf(request.setCustom(true), "hidden").aliases, known);
    assert.equal(recordOf(new RegisterResourceRequest(), "hidden").aliases, undefined);
  });
});
