// Bad configuration: one sentence for each fault, all in one report, before the first resource.
import * as assert from "node:assert/strict";
import { CLOUD } from "../support/bad-cloud";
import { KEYS_AND_ROLE, NAMES } from "../support/bad-names";
import { HOSTS, NUMBERS, QUERIES, SECRETS, STORES } from "../support/bad-values";
import { OBSERVEE, OBSERVER, withKeys, faults, refusal } from "../support/configs";

const paris = { name: "paris", stack: "organization/thanos-fleet/paris" };
const self = { stack: "organization/thanos-fleet/test" };

describe("configuration", () => {
  for (const { refuses, config, says } of [
    ...KEYS_AND_ROLE,
    ...NAMES,
    ...HOSTS,
    ...NUMBERS,
    ...QUERIES,
    ...STORES,
    ...CLOUD,
    ...SECRETS,
  ]) {
    it(`refuses ${refuses}`, async () => {
      assert.deepEqual(await faults(config), [`  - thanos-fleet:${says}`]);
    });
  }

  for (const [how, value] of [
    ["does not say", undefined],
    ["says only of some", ["aws"]],
    ["says with no list", "*"],
  ] as const) {
    it(`refuses a stack that ${how} that default providers are disabled`, async () => {
      const found = await faults(withKeys(OBSERVER, { "pulumi:disable-default-providers": value }));
      const is =
        value === undefined ? "is required" : `is ${JSON.stringify(value)}, but must be ["*"]`;
      assert.deepEqual(found, [
        `  - pulumi:disable-default-providers ${is}: without it a resource that names no provider would use the ambient kube context or AWS profile; ` +
          'write `pulumi:disable-default-providers: ["*"]` below `config:` in the stack\'s file',
      ]);
    });
  }

  it("reports all errors at once", async () => {
    const config = withKeys(OBSERVER, {
      "pulumi:disable-default-providers": undefined,
      clutser: "x",
      cluster: "Observer",
      kubernetes: {},
      query: { replicas: 0 },
      store: { replicas: -1 },
      observees: [paris, paris, { name: "lyon", ...self }],
      objectStoreSecretKey: "hunter2",
    });
    const paths = (await faults(config)).map((line) => /- (?:thanos-fleet:)?(\S+)/.exec(line)?.[1]);
    assert.deepEqual(paths, [
      "clutser",
      "cluster",
      "kubernetes.context",
      "query.replicas",
      "store.replicas",
      "observees[1].name",
      "observees[2].stack",
      "objectStoreSecretKey",
      "pulumi:disable-default-providers",
    ]);
  });

  it("names the stack and counts the errors", async () => {
    const [first] = (await refusal(withKeys(OBSERVER, { quary: {}, cluster: "X" }))).split("\n");
    assert.equal(
      first,
      'Stack "organization/thanos-fleet/test" has 2 errors; nothing was changed.',
    );
  });

  it("never shows a value that should have been a secret", async () => {
    const config = withKeys(OBSERVER, {
      objectStoreSecretKey: "hunter2",
      observeeStoreKeys: { paris: { accessKey: "hunter2", secretKey: "hunter2" } },
    });
    assert.doesNotMatch(await refusal(config), /hunter2/);
  });

  it("checks the keys of both roles if the role is missing", async () => {
    const found = await faults(withKeys(OBSERVEE, { role: undefined, cluster: "X" }));
    assert.equal(found.length, 2);
  });
});
