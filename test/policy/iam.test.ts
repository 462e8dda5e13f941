// The roles, buckets and keys of the examples: each may do what its part does and nothing else; a fault is seen.
import * as assert from "node:assert/strict";
import type { Recorded } from "../../tools/render/recorded";
import { stack } from "../support/fleet";
import { cloudOf, taken } from "../support/cloud";
import { accessFaults, isOnObjects, PARTS_GRANTS, roleFaults, trustFaults } from "./iam-access";
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

describe("access to a folder of a bucket in AWS", () => {
  const OWN = "fleet/observer/";
  const OTHERS = ["", "fleet/", "fleet/observer-2/", "fleet/lyon/"];
  /** Of what is beside the folder, the bucket may be listed. */
  const BESIDE = Object.fromEntries(
    Object.entries(PARTS_GRANTS).map(([role, { observer = [] }]) => [
      role,
      { observer: observer.filter((action) => !isOnObjects(action)) },
    ]),
  );
  const parts = async () => (await stack("aws-parts")).resources;
  const faultsIn = (resources: readonly Recorded[]): string[] => [
    ...roleFaults(cloudOf(resources), PARTS_GRANTS, OWN),
    ...OTHERS.flatMap((folder) => roleFaults(cloudOf(resources), BESIDE, folder)),
    ...trustFaults(cloudOf(resources), "observer"),
  ];

  it("is for every part that there is", async () => {
    const roles = cloudOf(await parts()).roles.map(({ arn }) => arn.replace(/.*:role\//, ""));
    assert.deepEqual(roles.sort(), Object.keys(PARTS_GRANTS).sort());
  });

  it("is for each part what it does there, and nothing beside it", async () => {
    assert.deepEqual(faultsIn(await parts()), []);
  });

  for (const [part, name] of [
    ["rule", "observer-rule-iam"],
    ["receive", "observer-receive-iam"],
    ["bucket-web", "observer-metrics-bucket-web-iam"],
  ] as const) {
    const policy = { name: `${name}-observer`, type: ":RolePolicy" };
    for (const { says, ...plant } of [
      {
        ...policy,
        fault: "that deletes",
        changes: { '"s3:GetObject"': '"s3:GetObject","s3:DeleteObject"' },
        says: new RegExp(`^thanos-observer-${part} may do s3:DeleteObject on .*/${OWN}`),
      },
      {
        ...policy,
        fault: "for the whole bucket",
        changes: { "acme-metrics-observer/fleet/observer/*": "acme-metrics-observer/*" },
        says: new RegExp(`^thanos-observer-${part} may do s3:GetObject on .*/fleet/lyon/`),
      },
      {
        ...{ name, type: "role:Role" },
        fault: "for every account of the namespace",
        changes: { '"StringEquals"': '"StringLike"', [`thanos:thanos-${part}`]: "thanos:*" },
        says: /^system:serviceaccount:thanos:default may take /,
      },
    ]) {
      it(`would not pass with a role of ${part} ${plant.fault}`, async () => {
        const faults = faultsIn(planted(await parts(), { ...plant, says }));
        assert.ok(
          faults.some((fault) => says.test(fault)),
          faults.slice(0, 5).join("\n"),
        );
      });
    }
  }
});

describe("roles for Pod Identity", () => {
  const tags = {
    "aws:RequestTag/eks-cluster-arn": "arn:aws:eks:eu-west-3:111122223333:cluster/observer",
    "aws:RequestTag/kubernetes-namespace": "thanos",
    "aws:RequestTag/kubernetes-service-account": "thanos-store",
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
    assert.deepEqual(associated, ["prometheus", "thanos-compact", "thanos-store"]);
    assert.doesNotMatch(JSON.stringify(resources), /eks.amazonaws.com\/role-arn/);
  });
});
