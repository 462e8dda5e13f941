// A fleet of a hundred clusters and more at AWS: what the observer's role holds keeps to IAM's quotas, and reads them all.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
import * as assert from "node:assert/strict";
import { observeeOutputs } from "../../tools/render/references";
import type { Recorded } from "../../tools/render/recorded";
import { bucketStatements, type GrantedBucket } from "../../components/object-store/s3/access";
import { readerErrors, readerGroups } from "../../components/object-store/s3/fleet-access";
import { cloudOf, may } from "../support/cloud";
import { AWS_STORE, OBSERVER, withKeys } from "../support/configs";
import { run, unlessFailed } from "../support/fleet";
import { LEAN } from "../support/stacks";
import { field } from "./objects";

const CHARACTERS = { trust: 2048, inline: 10_240, managed: 6144 };
const ATTACHED = 10;

const NONE: GrantedBucket = { bucket: { bucket: "none", region: "eu-west-3" } };
const ACCOUNT = "arn:aws:iam::111122223333";
const READER = `${ACCOUNT}:role/thanos-observer-store`;
const KEY = "1234abcd-12ab-34cd-56ef-1234567890ab";

/** As long as a cluster's name may be. */
const nameOf = (i: number): string =>
  `production-metrics-of-the-site-no-${String(i).padStart(5, "0")}`;
const names = (count: number): string[] => Array.from({ length: count }, (_, i) => nameOf(i));
const bucketOf = (name: string): string => `acme-corporation-${name}`;
const keyOf = (i: number): string =>
  `arn:aws:kms:eu-west-3:111122223333:key/${String(i).padStart(8, "0")}${KEY.slice(8)}`;

const observees = (count: number): object[] =>
  names(count).map((name, i) => {
    const outputs = observeeOutputs(name);
    const objectStore = { ...outputs.objectStore, bucket: bucketOf(name) };
    return { name, values: { ...outputs, objectStore, kmsKeyArn: keyOf(i) } };
  });

const observer = (count: number) =>
  withKeys(OBSERVER, {
    ...LEAN,
    ...AWS_STORE,
    ...{ objectStoreAccessKey: undefined, objectStoreSecretKey: undefined },
    objectStore: {
      ...Object(AWS_STORE["objectStore"]),
      auth: {
        kind: "irsa",
        oidcProviderArn: `${ACCOUNT}:oidc-provider/oidc.eks.eu-west-3.amazonaws.com/id/A`,
      },
    },
    observees: observees(count),
  });

const ofType = (resources: readonly Recorded[], type: string): Recorded[] =>
  resources.filter((one) => one.type === `aws:iam/${type}`);
const lengthOf =
  (key: string) =>
  (one: Recorded): number =>
    String(one.inputs[key]).length;
const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

describe("an observer of a hundred clusters at AWS", () => {
  let resources: readonly Recorded[];

  before(async () => {
    resources = unlessFailed(await run(observer(100))).resources;
  });

  it("keeps to the quotas of IAM", () => {
    const trusts = ofType(resources, "role:Role").map(lengthOf("assumeRolePolicy"));
    assert.ok(Math.max(...trusts) <= CHARACTERS.trust, String(Math.max(...trusts)));
    const own = (type: string) =>
      ofType(resources, type).filter(({ inputs }) => inputs["role"] === "thanos-observer-store");
    const inline = sum(own("rolePolicy:RolePolicy").map(lengthOf("policy")));
    assert.ok(inline > 0 && inline <= CHARACTERS.inline, String(inline));
    const attached = own("rolePolicyAttachment:RolePolicyAttachment").length;
    assert.ok(attached > 0 && attached <= ATTACHED, String(attached));
    const managed = ofType(resources, "policy:Policy").map(lengthOf("policy"));
    assert.ok(Math.max(...managed) <= CHARACTERS.managed, String(Math.max(...managed)));
  });

  it("reads every bucket, and nothing beside them", () => {
    const cloud = cloudOf(resources);
    const allowed = (action: string, resource: string): boolean =>
      may(cloud, { caller: { kind: "AWS", id: READER }, action, resource, context: {} });
    for (const name of names(100)) {
      const bucket = `arn:aws:s3:::${bucketOf(name)}`;
      assert.deepEqual(
        [
          allowed("s3:ListBucket", bucket),
          allowed("s3:GetObject", `${bucket}/01J/meta.json`),
          allowed("s3:PutObject", `${bucket}/01J/meta.json`),
          allowed("s3:GetObject", `${bucket}-2/01J/meta.json`),
        ],
        [true, true, false, false],
        bucket,
      );
    }
  });

  it("has one account for all its Store Gateways, each of which waits for its own policy", () => {
    const gateways = resources.filter(
      ({ name, inputs }) => inputs["kind"] === "StatefulSet" && name.startsWith("observer-store-"),
    );
    assert.equal(gateways.length, 101);
    const accounts = gateways.map(({ inputs }) =>
      field(inputs, "spec", "template", "spec", "serviceAccountName"),
    );
    assert.deepEqual([...new Set(accounts)], ["thanos-store"]);
    const policyOf = (bucket: string) =>
      ofType(resources, "policy:Policy").find(({ inputs }) =>
        String(inputs["policy"]).includes(`${bucket}/*`),
      )?.name ?? "";
    for (const name of names(100)) {
      const config = resources.find((one) => one.name === `observer-store-${name}-config`);
      assert.ok(
        config?.dependsOn.includes(
          `aws:iam/rolePolicyAttachment:RolePolicyAttachment::${policyOf(bucketOf(name))}`,
        ),
        name,
      );
    }
  });
});

describe("an observer of too many clusters at AWS", () => {
  it("is refused before anything is made", async () => {
    const { error, resources } = await run(observer(400));
    assert.deepEqual(resources, []);
    assert.match(
      String(error),
      /characters of one IAM policy, which has room for 6144; add key pairs that may read some of these buckets/,
    );
  });
});

describe("policies for reading observees' buckets", () => {
  const grantedTo = (all: readonly string[]): Record<string, GrantedBucket> =>
    Object.fromEntries(
      all.map((name, i) => [
        name,
        { bucket: { bucket: bucketOf(name), region: "eu-west-3" }, kmsKeyArn: keyOf(i) },
      ]),
    );

  it("have room for a hundred and fifty with long names", () => {
    assert.deepEqual(readerErrors(grantedTo(names(150))), []);
  });

  it("change in one place when a cluster comes or goes", () => {
    const all = grantedTo(names(150));
    const [first = "", ...rest] = Object.keys(all);
    const fewer = readerGroups(Object.fromEntries(rest.map((name) => [name, all[name] ?? NONE])));
    const changed = readerGroups(all).filter(
      ({ group, policy }) =>
        JSON.stringify(policy) !==
        JSON.stringify(fewer.find((other) => other.group === group)?.policy),
    );
    assert.deepEqual(
      changed.map(({ clusters }) => clusters.includes(first)),
      [true],
    );
  });

  it("are the same in whatever order the clusters stand", () => {
    const all = Object.entries(grantedTo(names(30)));
    const policies = (entries: typeof all) =>
      readerGroups(Object.fromEntries(entries)).map(({ policy }) => policy);
    assert.deepEqual(policies(all.toReversed()), policies(all));
  });

  it("keep each cluster of a shared bucket to its own folder", () => {
    const folder = (prefix: string) => ({ bucket: "metrics", region: "eu-west-3", prefix });
    const statements = bucketStatements("read", [folder("paris"), folder("lille")]);
    assert.deepEqual(
      statements.map(({ Resource }) => Resource),
      ["arn:aws:s3:::metrics", ["arn:aws:s3:::metrics/lille/*", "arn:aws:s3:::metrics/paris/*"]],
    );
  });
});
