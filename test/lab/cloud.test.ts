// Creates the examples' AWS resources with the engine in moto's S3, IAM, KMS and STS, and reads them back.
import * as assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import {
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
} from "@aws-sdk/client-iam";
import { GetKeyPolicyCommand, GetKeyRotationStatusCommand, KMSClient } from "@aws-sdk/client-kms";
import * as s3 from "@aws-sdk/client-s3";
import { parse } from "yaml";
import { z } from "zod";
import { repository } from "../../lab/paths";
import { parsePolicy } from "../support/iam";
import { budget } from "./support/budget";
import { ACCOUNT, Moto } from "./support/moto";
import { Workspace } from "./support/workspace";

const PROFILE = "acme-metrics";
const Bucket = "acme-metrics-observee";
const example = (role: string) =>
  z
    .object({ config: z.record(z.string(), z.unknown()) })
    .parse(parse(fs.readFileSync(path.join(repository, `Pulumi.${role}.yaml`), "utf8"))).config;

describe("the examples' buckets, keys and roles at moto", () => {
  budget(180);

  let moto: Moto;
  let workspace: Workspace;
  let access: {
    region: string;
    endpoint: string;
    credentials: { accessKeyId: string; secretAccessKey: string };
  };

  before("start moto and run `up` on both stacks", async () => {
    moto = await Moto.start(PROFILE);
    const program = path.join(__dirname, "cloud");
    workspace = new Workspace(program, { AWS_CONFIG_FILE: moto.configFile });
    const credentials = { accessKeyId: "test", secretAccessKey: "test" };
    access = { region: "eu-west-3", endpoint: moto.endpoint, credentials };
    for (const role of ["observer", "observee"]) {
      await workspace.stack(role, example(role));
    }
    // The observer's last `up` connects the observee.
    for (const role of ["observer", "observee", "observer"]) {
      const { code, stdout, stderr } = await workspace.up(role);
      assert.equal(code, 0, stdout + stderr);
    }
  });
  after("stop moto", () => {
    workspace.remove();
    moto.stop();
  });

  for (const role of ["observer", "observee"]) {
    it(`do not change in a second \`up\` of the ${role}`, async () => {
      const { code, stdout, stderr } = await workspace.up(role);
      assert.equal(code, 0, stderr);
      assert.match(stdout, /^ +\d+ unchanged$/m);
      assert.doesNotMatch(stdout, /to (update|replace|create|delete)|updated|replaced|created/);
    });
  }

  it("include a bucket without public access, with versioning, lifecycle rules and encryption by its own key", async () => {
    const client = new s3.S3Client({ ...access, forcePathStyle: true });
    const closed = await client.send(new s3.GetPublicAccessBlockCommand({ Bucket }));
    assert.deepEqual(
      Object.values(closed.PublicAccessBlockConfiguration ?? {}),
      Array(4).fill(true),
    );
    const versioning = await client.send(new s3.GetBucketVersioningCommand({ Bucket }));
    assert.equal(versioning.Status, "Enabled");
    const owner = await client.send(new s3.GetBucketOwnershipControlsCommand({ Bucket }));
    assert.equal(owner.OwnershipControls?.Rules?.[0]?.ObjectOwnership, "BucketOwnerEnforced");
    const lifecycle = await client.send(new s3.GetBucketLifecycleConfigurationCommand({ Bucket }));
    assert.deepEqual(
      lifecycle.Rules?.map((rule) => [
        rule.Status,
        rule.Expiration,
        rule.NoncurrentVersionExpiration?.NoncurrentDays,
        rule.AbortIncompleteMultipartUpload?.DaysAfterInitiation,
      ]),
      // Only delete markers expire, no current object.
      [["Enabled", { ExpiredObjectDeleteMarker: true }, 14, 7]],
    );
    const encryption = await client.send(new s3.GetBucketEncryptionCommand({ Bucket }));
    const [rule] = encryption.ServerSideEncryptionConfiguration?.Rules ?? [];
    assert.equal(rule?.ApplyServerSideEncryptionByDefault?.SSEAlgorithm, "aws:kms");
    const kms = new KMSClient(access);
    const KeyId = rule.ApplyServerSideEncryptionByDefault.KMSMasterKeyID ?? "";
    const rotation = await kms.send(new GetKeyRotationStatusCommand({ KeyId }));
    assert.equal(rotation.KeyRotationEnabled, true);
    const policy = await kms.send(new GetKeyPolicyCommand({ KeyId, PolicyName: "default" }));
    assert.deepEqual(
      parsePolicy(policy.Policy ?? "").Statement.map(({ Sid }) => Sid),
      ["Account", "Readers"],
    );
  });

  it("include a bucket policy that names the observer's role, which exists", async () => {
    const client = new s3.S3Client({ ...access, forcePathStyle: true });
    const { Policy = "" } = await client.send(new s3.GetBucketPolicyCommand({ Bucket }));
    const reader = parsePolicy(Policy).Statement.find(({ Sid }) => Sid === "ReaderObjects");
    const { Role } = await new IAMClient(access).send(
      new GetRoleCommand({ RoleName: "thanos-observer-store" }),
    );
    assert.equal(Role?.Arn, `arn:aws:iam::${ACCOUNT}:role/thanos-observer-store`);
    assert.deepEqual(reader?.Principal, { AWS: [Role.Arn] });
  });

  it("include roles that trust their ServiceAccounts, and policies with the ARN of the real key", async () => {
    const iam = new IAMClient(access);
    const RoleName = "thanos-observee-compact";
    const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
    const trust = parsePolicy(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? ""));
    assert.deepEqual(Object.values(trust.Statement[0]?.Condition["StringEquals"] ?? {}), [
      ["sts.amazonaws.com"],
      ["system:serviceaccount:thanos:thanos-compact"],
    ]);
    const inline = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName: "observee" }));
    const { Statement } = parsePolicy(decodeURIComponent(inline.PolicyDocument ?? ""));
    const key = Statement.find(({ Sid }) => Sid === "Key");
    assert.match(
      String(key?.Resource),
      new RegExp(`^arn:aws:kms:eu-west-3:${ACCOUNT}:key/[\\w-]+$`),
    );
  });

  it("include a managed policy by which the observer's role reads the observee's bucket with the real key", async () => {
    const iam = new IAMClient(access);
    const RoleName = "thanos-observer-store";
    const attached = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName }));
    const PolicyArn = attached.AttachedPolicies?.[0]?.PolicyArn;
    assert.equal(attached.AttachedPolicies?.length, 1);
    const { Policy } = await iam.send(new GetPolicyCommand({ PolicyArn }));
    const VersionId = Policy?.DefaultVersionId;
    const { PolicyVersion } = await iam.send(new GetPolicyVersionCommand({ PolicyArn, VersionId }));
    const { Statement } = parsePolicy(decodeURIComponent(PolicyVersion?.Document ?? ""));
    const [list, objects, key] = Statement.map(({ Resource }) => String(Resource));
    assert.deepEqual([list, objects], [`arn:aws:s3:::${Bucket}`, `arn:aws:s3:::${Bucket}/*`]);
    assert.match(key ?? "", new RegExp(`^arn:aws:kms:eu-west-3:${ACCOUNT}:key/[\\w-]+$`));
  });
});
