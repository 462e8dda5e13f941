// After `up` each API server has exactly the objects that `render` writes.
import * as assert from "node:assert/strict";
import { budget } from "./support/budget";
import { listableKinds, listObjects, type LiveObject } from "./support/cluster";
import { missing } from "./support/written-fields";
import { render, type Manifest } from "./support/rendered";
import { stackNames } from "./support/stacks";

/** The name of Pulumi's field manager has a random suffix. */
const PULUMI = /^pulumi-kubernetes/;

const keyOf = ({ apiVersion, kind, metadata }: Manifest): string =>
  [apiVersion, kind, metadata.namespace ?? "", metadata.name].join(" ");

/** Rendered Secrets are text, live ones base64; only their keys are compared. */
function asHeld(written: Manifest): Manifest {
  const { stringData, ...rest } = written;
  return stringData === undefined ? written : { ...rest, data: stringData };
}

/** Only values that a rendering cannot know are left out; those of ConfigMaps are compared. */
function differences(written: Manifest, live: LiveObject): string[] {
  const found = missing(asHeld(written), live);
  return written.kind === "ConfigMap" ? [...found, ...dataOf(written, live)] : found;
}

const dataOf = (written: Manifest, live: LiveObject): string[] =>
  missing({ files: written["data"] }, { files: live["data"] });

for (const stack of stackNames) {
  describe(`the API server of ${stack}`, () => {
    budget(90);
    let written: readonly Manifest[] = [];
    let live: ReadonlyMap<string, LiveObject> = new Map();
    before(async () => {
      written = await render(stack);
      const objects = await listObjects(stack, await listableKinds(stack));
      live = new Map(objects.map((object) => [keyOf(object), object]));
    });

    it("has every field that `render` wrote", () => {
      const faults = written.flatMap((object) => {
        const held = live.get(keyOf(object));
        const found = held === undefined ? ["is not there"] : differences(object, held);
        return found.map((fault) => `${keyOf(object)}: ${fault}`);
      });
      assert.deepEqual(faults, []);
      assert.ok(written.length > 20, `${String(written.length)} manifests`);
    });

    it("has no object of Pulumi's that is not rendered", () => {
      const made = [...live.values()].filter(({ metadata }) =>
        (metadata.managedFields ?? []).some(({ manager = "" }) => PULUMI.test(manager)),
      );
      assert.deepEqual(made.map(keyOf).sort(), written.map(keyOf).sort());
    });
  });
}

describe("the comparison", () => {
  budget(10);
  const written = { spec: { replicas: 2, args: ["a", "b"], selector: {} } };

  it("allows keys that the server adds to a map", () => {
    const live = { spec: { ...written.spec, more: 1 }, status: {} };
    assert.deepEqual(missing(written, live), []);
  });

  it("finds a changed value, a missing field and a list of another length", () => {
    assert.deepEqual(missing(written, { spec: { replicas: 3, args: ["a"] } }), [
      "/spec/replicas is 3, not 2",
      "/spec/args has 1 items, not 2",
      "/spec/selector is not there",
    ]);
  });
});
