// A state of the program before it rotated anything: everything in it is still there, under the same URN.
import * as assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { z } from "zod";
import { observeeOutputs, observerOutputs } from "../render/references";
import type { Recorded } from "../render/recorded";
import type { Recording } from "../render/recorder";
import { OBSERVEE, but, type ConfigObject } from "./support/configs";
import { run, unlessFailed } from "./support/fleet";
import { FULL, observerOf, protectedKeys } from "./support/stacks";

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
  "behind-ingress": but(OBSERVEE, { exposure }),
};

/** The part of a URN that tells a resource: its type below those of its parents, and its name. */
function urns(resources: readonly Recorded[]): string[] {
  const named = new Map(
    resources.map((resource) => [`${resource.type}::${resource.name}`, resource]),
  );
  const types = ({ type, parent = "" }: Recorded): string => {
    const above = named.get(parent);
    return above === undefined ? type : `${types(above)}$${type}`;
  };
  return resources.map((resource) => `${types(resource)}::${resource.name}`);
}

/** The next `up` of that stack with this program: it reads what the old one left. */
async function next(name: string): Promise<Recording> {
  const others = {
    ...Object.fromEntries(["paris", "lyon"].map((other) => [FULL(other), observeeOutputs(other)])),
    [FULL("observer")]: observerOutputs(["paris", "lyon"]),
  };
  const references = { ...others, [FULL(name)]: OLD[name]?.outputs ?? {} };
  return unlessFailed(await run(CONFIGS[name] ?? {}, references, name));
}

/** What came since, and replaces nothing: alerts, and the files of the Store Gateways. */
const CAME_SINCE = [
  "$kubernetes:monitoring.coreos.com/v1:PrometheusRule::",
  "$thanos:thanos:Store$kubernetes:core/v1:ConfigMap::",
];

describe("a state of the program before rotation", () => {
  for (const name of Object.keys(CONFIGS)) {
    it(`loses nothing of ${name}`, async () => {
      const before = OLD[name]?.urns ?? [];
      assert.ok(before.length > 40);
      const after = new Set(urns((await next(name)).resources));
      assert.deepEqual(
        before.filter((urn) => !after.has(urn)),
        [],
      );
    });

    it(`gets nothing new in ${name} but what came since`, async () => {
      const before = new Set(OLD[name]?.urns);
      const fresh = urns((await next(name)).resources).filter((urn) => !before.has(urn));
      assert.ok(fresh.length > 0);
      assert.ok(
        fresh.every((urn) => CAME_SINCE.some((kind) => urn.includes(kind))),
        fresh.join("\n"),
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

  it("holds no secret, and neither do the outputs in it", () => {
    assert.doesNotMatch(JSON.stringify(OLD), /PRIVATE KEY|placeholder of a secret/);
  });
});
