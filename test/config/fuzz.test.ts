// Whatever stands in the configuration, the program takes it or says why not; it never breaks.
import * as assert from "node:assert/strict";
import fc from "fast-check";
import * as pulumi from "@pulumi/pulumi";
import { loadConfig } from "../../config/load";
import { stackConfig } from "../../tools/render/stack-config";
import { OBSERVEE, OBSERVER, withKeys } from "../support/configs";
import { samples } from "../support/samples";

const KEYS = [...new Set([...Object.keys(OBSERVER), ...Object.keys(OBSERVEE)])];
const MORE = [
  "prometheus",
  "compact",
  "images",
  "aws",
  "query",
  "unsafeForTests",
  "observeeStoreKeys",
  "objectStoreConfig",
  "observeeStoreConfigs",
];

const key = fc.oneof(fc.constantFrom(...KEYS, ...MORE), fc.string({ minLength: 1 }));
const word = fc.constantFrom(
  "kind",
  "name",
  "stack",
  "values",
  "replicas",
  "retention",
  "constructor",
);
/** JSON that comes near to what is expected, and JSON that does not. */
const value = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.dictionary(word, fc.jsonValue({ maxDepth: 2 })),
  fc.array(fc.dictionary(word, fc.oneof(fc.string(), fc.integer())), { maxLength: 3 }),
);
const spoiled = fc.record({
  base: fc.constantFrom(OBSERVER, OBSERVEE),
  other: fc.dictionary(key, value, { minKeys: 1, maxKeys: 3 }),
  secret: fc.boolean(),
});

/** What `loadConfig` did with it: undefined when it was taken. */
function refusalOf(config: Readonly<Record<string, unknown>>, secret: boolean): unknown {
  const { values, secrets } = stackConfig(config);
  pulumi.runtime.setAllConfig({ ...values }, secret ? Object.keys(values) : [...secrets]);
  try {
    loadConfig(() => undefined);
    return undefined;
  } catch (error) {
    return error;
  }
}

describe("any configuration", () => {
  before(() =>
    pulumi.runtime.setMocks(
      { call: () => ({}), newResource: () => ({ id: undefined, state: {} }) },
      "thanos-fleet",
      "test",
      false,
      "organization",
    ),
  );

  it("is accepted, or refused with a report of its errors", () => {
    fc.assert(
      fc.property(spoiled, ({ base, other, secret }) => {
        const error = refusalOf(withKeys(base, other), secret);
        if (error !== undefined) {
          assert.ok(pulumi.RunError.isInstance(error), String(error));
          assert.match(error.message, /^Stack ".*" has \d+ errors?; nothing/);
          assert.match(error.message, /\n {2}- (thanos-fleet|pulumi):/);
        }
      }),
      { numRuns: samples(500) },
    );
  });
});
