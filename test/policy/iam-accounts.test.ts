// An observer in another account than its observee: both sides have to let it read, the bucket and the key.
import * as assert from "node:assert/strict";
import { observeeOutputs, observerOutputs } from "../../tools/render/references";
import type { Recorded } from "../../tools/render/recorded";
import { AWS_STORE, OBSERVEE, OBSERVER, withKeys } from "../support/configs";
import { cloudOf, may, type Cloud } from "../support/cloud";
import { run, unlessFailed } from "../support/fleet";
import { planted, type Plant } from "./iam-planted";

const READER = "arn:aws:iam::444455556666:role/thanos-observer-store";
const BUCKET = "arn:aws:s3:::metrics-test";
const KEY = "arn:aws:kms:eu-west-3:111122223333:key/observee-metrics-bucket-key";
const NO_PAIR = { objectStoreAccessKey: undefined, objectStoreSecretKey: undefined };

async function recorded(): Promise<Recorded[]> {
  const issuer = "oidc.eks.eu-west-3.amazonaws.com/id/A";
  const observer = withKeys(OBSERVER, {
    ...{ ...NO_PAIR, ...AWS_STORE, observees: [{ name: "paris", values: paris }] },
    objectStore: {
      ...Object(AWS_STORE["objectStore"]),
      bucket: "metrics-observer",
      auth: {
        kind: "irsa",
        oidcProviderArn: `arn:aws:iam::444455556666:oidc-provider/${issuer}`,
      },
    },
    aws: { ...Object(AWS_STORE["aws"]), accountId: "444455556666" },
  });
  const values = { ...observerOutputs(["paris"]), storeReaderRoleArn: READER };
  const observee = withKeys(OBSERVEE, { ...NO_PAIR, ...AWS_STORE, observer: { values } });
  return [
    ...unlessFailed(await run(observer)).resources,
    ...unlessFailed(await run(observee, {}, "observee")).resources,
  ];
}
const paris = {
  ...observeeOutputs("paris"),
  kmsKeyArn: KEY,
  objectStore: { ...observeeOutputs("paris").objectStore, bucket: "metrics-test" },
};

/** Whether the reader gets a block: it lists, reads and decrypts. */
function reads(cloud: Cloud): boolean {
  const roles = cloud.roles.map((role) =>
    role.arn.endsWith("thanos-observer-store") ? { ...role, arn: READER } : role,
  );
  const context = {
    "aws:SecureTransport": "true",
    "s3:TlsVersion": "1.3",
    "kms:ViaService": "s3.eu-west-3.amazonaws.com",
  };
  return (
    [
      ["s3:ListBucket", BUCKET],
      ["s3:GetObject", `${BUCKET}/01J/meta.json`],
      ["kms:Decrypt", KEY],
    ] as const
  ).every(([action, resource]) =>
    may({ ...cloud, roles }, { caller: { kind: "AWS", id: READER }, action, resource, context }),
  );
}

const key = { name: "observee-metrics-bucket-key", type: "key:Key" };
const bucket = { name: "observee-metrics-bucket-policy", type: ":BucketPolicy" };
const role = { name: "observer-store-iam-group-4", type: ":Policy" };
const PLANTS: readonly Omit<Plant, "says">[] = [
  { ...key, fault: "is not named by the key", changes: { [READER]: `${READER}-2` } },
  { ...key, fault: "reaches the key by other ways", changes: { "s3.eu-west-3": "ec2.eu-west-3" } },
  { ...bucket, fault: "is not named by the bucket", changes: { [READER]: `${READER}-2` } },
  { ...role, fault: "may not use the key itself", changes: { "kms:Decrypt": "kms:DescribeKey" } },
  { ...role, fault: "may not read the bucket itself", changes: { "metrics-test/*": "x/*" } },
];

describe("a reader of another account", () => {
  it("reads the observee's bucket", async () => {
    assert.equal(reads(cloudOf(await recorded())), true);
  });

  for (const plant of PLANTS) {
    it(`does not where it ${plant.fault}`, async () => {
      assert.equal(reads(cloudOf(planted(await recorded(), { ...plant, says: /./ }))), false);
    });
  }
});
