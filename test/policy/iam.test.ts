// The roles, buckets and keys of the examples: each may do what its part does and nothing else; a fault is seen.
import * as assert from "node:assert/strict";
import type { Recorded } from "../../render/recorded";
import { stack } from "../support/fleet";
import { cloudOf, taken } from "../support/cloud";
import { accessFaults, trustFaults } from "./iam-access";
import { planted, PLANTED } from "./iam-planted";

const both = async (): Promise<Recorded[]> => [
  ...(await stack("observer")).resources,
  ...(await stack("observee")).resources,
];

const faultsOf = (resources: readonly Recorded[]): string[] => [
  ...accessFaults(cloudOf(resources)),
  ...["observer", "observee"].flatMap((cluster) =>
    trustFaults(cloudOf(resources.filter(({ name }) => name.startsWith(cluster))), cluster),
  ),
];

describe("access in AWS", () => {
  it("is for each part what it does, on its own bucket and key, and nothing else", async () => {
    assert.deepEqual(faultsOf(await both()), []);
  });

  for (const plant of PLANTED) {
    it(`would not pass with ${plant.fault}`, async () => {
      const faults = faultsOf(planted(await both(), plant));
      assert.ok(
        faults.some((fault) => plant.says.test(fault)),
        faults.slice(0, 5).join("\n"),
      );
    });
  }
});

describe("roles for Pod Identity", () => {
  const tags = {
    "aws:RequestTag/eks-cluster-arn": "arn:aws:eks:eu-west-3:111122223333:cluster/observer",
    "aws:RequestTag/kubernetes-namespace": "thanos",
    "aws:RequestTag/kubernetes-service-account": "thanos-store-observee",
  };
  const role = "arn:aws:iam::111122223333:role/thanos-observer-store";

  for (const [what, changed, wanted] of [
    ["by their service account", {}, [role]],
    ["by no other cluster", { "aws:RequestTag/eks-cluster-arn": "arn:aws:eks:x:1:cluster/y" }, []],
    ["by no other namespace", { "aws:RequestTag/kubernetes-namespace": "other" }, []],
    ["by no other account", { "aws:RequestTag/kubernetes-service-account": "default" }, []],
  ] as const) {
    for (const action of ["sts:AssumeRole", "sts:TagSession"]) {
      it(`are taken ${what} (${action})`, async () => {
        const cloud = cloudOf((await stack("pod-identity")).resources);
        const caller = { kind: "Service", id: "pods.eks.amazonaws.com" } as const;
        assert.deepEqual(
          taken(cloud, { caller, action, context: { ...tags, ...changed } }),
          wanted,
        );
      });
    }
  }

  it("have an association for each service account, and no annotation", async () => {
    const { resources } = await stack("pod-identity");
    const associated = resources
      .filter(({ type }) => type.endsWith(":PodIdentityAssociation"))
      .map(({ inputs }) => inputs["serviceAccount"])
      .sort();
    assert.deepEqual(associated, [
      "prometheus",
      "thanos-compact",
      "thanos-store-observee",
      "thanos-store-observer",
    ]);
    assert.doesNotMatch(JSON.stringify(resources), /eks.amazonaws.com\/role-arn/);
  });
});
