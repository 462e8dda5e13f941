// Bucket web: there where configuration asks for it, in either role, and with an account of its own.
import * as assert from "node:assert/strict";
import { field } from "../../policy/objects";
import { AWS_STORE, OBSERVEE, OBSERVER, withKeys } from "../../support/configs";
import { run, unlessFailed } from "../../support/fleet";
import { observerOutputs } from "../../../tools/render/references";
import { tree } from "../../support/resource-tree";

const OBSERVER_STACK = { "organization/thanos-fleet/observer": { ...observerOutputs(["paris"]) } };
const ROLE = "arn:aws:iam::111122223333:role/w";

/** Lines of the tree that begin with bucket web. */
const partsOf = (lines: readonly string[]): string[] => {
  const first = lines.findIndex((line) => line.includes("thanos:BucketWeb"));
  const rest = first < 0 ? [] : lines.slice(first);
  const end = rest.findIndex((line, i) => i > 0 && !line.startsWith("      "));
  return (end < 0 ? rest : rest.slice(0, end)).map((line) => line.trim());
};

describe("bucket web", () => {
  for (const [role, config] of [
    ["observer", withKeys(OBSERVER, { observees: [] })],
    ["observee", OBSERVEE],
  ] as const) {
    const name = `${role}-metrics-bucket-web`;
    const recorded = async (bucketWeb: unknown) =>
      unlessFailed(await run(withKeys(config, { bucketWeb }), OBSERVER_STACK, role));

    it(`is not deployed by default (${role})`, async () => {
      assert.deepEqual(partsOf(tree((await recorded(undefined)).resources)), []);
    });

    it(`is two pods with a disruption budget, a Service and a monitor (${role})`, async () => {
      const { resources } = await recorded({});
      assert.deepEqual(partsOf(tree(resources)), [
        `thanos:BucketWeb ${name}`,
        `Deployment ${name}`,
        `ServiceAccount ${name}-account`,
        `PodDisruptionBudget ${name}-budget`,
        `ServiceMonitor ${name}-monitor`,
        `Service ${name}-service`,
      ]);
      const deployment = resources.find(
        (one) => one.name === name && one.type.endsWith(":Deployment"),
      );
      assert.equal(field(deployment?.inputs, "spec", "replicas"), 2);
    });
  }

  it("reads under an IAM role of its own", async () => {
    const { objectStore, aws } = AWS_STORE;
    const auth = Object(field(objectStore, "auth"));
    const roleArns = { ...Object(field(auth, "roleArns")), bucketWeb: ROLE };
    const config = withKeys(OBSERVER, {
      ...{ observees: [], bucketWeb: {}, aws },
      objectStore: { ...Object(objectStore), auth: { ...auth, roleArns } },
      ...{ objectStoreAccessKey: undefined, objectStoreSecretKey: undefined },
    });
    const { resources } = unlessFailed(await run(config));
    const account = resources.find(({ name }) => name === "observer-metrics-bucket-web-account");
    assert.equal(
      field(account?.inputs, "metadata", "annotations", "eks.amazonaws.com/role-arn"),
      ROLE,
    );
  });
});
