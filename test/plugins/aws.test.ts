// What the aws stand-in does by itself, and the settings that the lab's S3 endpoint lacks.
import * as assert from "node:assert/strict";
import * as http from "node:http";
import type { AddressInfo } from "node:net";
import { unknown, type Values } from "../../lab/plugins/protocol/values";
import { Plugin, urnOf, type Held } from "./client";
import { pluginsFor } from "./found";

const command = pluginsFor("aws")[0]?.command ?? "";
const bucketUrn = urnOf("aws:s3/bucket:Bucket", "blocks");
const policyUrn = urnOf("aws:iam/policy:Policy", "readers");
const attachmentUrn = urnOf("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "readers");
const ARN = "arn:aws:iam::111122223333:policy/readers";
/** Five versions, as many as AWS keeps; the last is in force. */
const VERSIONS = [1, 2, 3, 4, 5].map(
  (n) =>
    `<member><VersionId>v${String(n)}</VersionId><IsDefaultVersion>${String(n === 5)}</IsDefaultVersion></member>`,
);
/** What IAM answers, by action. */
const ANSWERS: Readonly<Record<string, string>> = {
  CreatePolicy: `<Policy><Arn>${ARN}</Arn><PolicyId>P</PolicyId></Policy>`,
  ListPolicyVersions: `<Versions>${VERSIONS.join("")}</Versions>`,
};

/** The fields of a request to IAM. */
const asked = ({ body }: { readonly body: string }): Record<string, string> =>
  Object.fromEntries(new URLSearchParams(body));

function answerTo(body: string): string {
  const { Action = "" } = asked({ body });
  return Action === ""
    ? ""
    : `<${Action}Response><${Action}Result>${ANSWERS[Action] ?? ""}</${Action}Result></${Action}Response>`;
}

const keys = { region: "eu-west-1", accessKey: "a", secretKey: "b", s3UsePathStyle: "true" };

describe("the stand-in for aws, without an S3 endpoint", () => {
  const calls: { call: string; body: string }[] = [];
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const call = `${request.method} ${request.url}`;
      const body = Buffer.concat(chunks).toString();
      calls.push({ call, body });
      response.writeHead(request.method === "DELETE" ? 204 : 200).end(answerTo(body));
    });
  });
  let plugin: Plugin;

  before(async () => {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const endpoints = JSON.stringify([{ s3: `http://127.0.0.1:${port}` }]);
    plugin = await Plugin.start(command, { ...keys, endpoints });
  });

  beforeEach(() => void (calls.length = 0));

  after(() => {
    plugin.stop();
    server.close();
    server.closeAllConnections();
  });

  const settings: [kind: string, inputs: Values, query: string, says: string][] = [
    [
      "PublicAccessBlock",
      { blockPublicAcls: true, restrictPublicBuckets: true },
      "publicAccessBlock",
      "<BlockPublicAcls>true</BlockPublicAcls><IgnorePublicAcls>false</IgnorePublicAcls>" +
        "<BlockPublicPolicy>false</BlockPublicPolicy><RestrictPublicBuckets>true<",
    ],
    [
      "OwnershipControls",
      { rule: { objectOwnership: "BucketOwnerEnforced" } },
      "ownershipControls",
      "<Rule><ObjectOwnership>BucketOwnerEnforced</ObjectOwnership></Rule>",
    ],
    [
      "ServerSideEncryptionConfiguration",
      { rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }] },
      "encryption",
      "<SSEAlgorithm>AES256</SSEAlgorithm>",
    ],
    [
      "LifecycleConfiguration",
      {
        rules: [
          {
            ...{ id: "tidy", status: "Enabled", filter: { prefix: "" } },
            abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
            noncurrentVersionExpiration: { noncurrentDays: 14 },
          },
        ],
      },
      "lifecycle",
      "<NoncurrentDays>14</NoncurrentDays>",
    ],
  ];
  for (const [kind, inputs, query, says] of settings) {
    it(`writes and takes away a bucket's ${kind}`, async () => {
      const urn = urnOf(`aws:s3/bucket${kind}:Bucket${kind}`, "blocks");
      const made = await plugin.create(urn, { bucket: "blocks", ...inputs });
      assert.ok(calls[0]?.call.startsWith("PUT /blocks/?"), calls[0]?.call);
      assert.ok(calls[0]?.call.includes(query), calls[0]?.call);
      assert.ok(calls[0]?.body.includes(says), calls[0]?.body);
      assert.equal((await plugin.diff(urn, made, made.inputs)).changed, false);
      await plugin.delete(urn, made);
      assert.ok(calls[1]?.call.startsWith("DELETE /blocks/?"), calls[1]?.call);
    });
  }

  it("makes a policy, and changes it in place with the oldest version out of the way", async () => {
    const inputs = { name: "readers", policy: '{"Version":"2012-10-17"}' };
    const made = await plugin.create(policyUrn, inputs);
    assert.deepEqual([made.id, made.outputs["arn"]], [ARN, ARN]);
    calls.length = 0;
    await plugin.update(policyUrn, made, { ...inputs, policy: '{"Version":"x"}' });
    assert.deepEqual(
      calls
        .map(asked)
        .map(({ Action, VersionId, PolicyDocument }) => [Action, VersionId ?? PolicyDocument]),
      [
        ["ListPolicyVersions", undefined],
        ["DeletePolicyVersion", "v1"],
        ["CreatePolicyVersion", '{"Version":"x"}'],
      ],
    );
    const renamed = await plugin.diff(policyUrn, made, { ...inputs, name: "others" });
    assert.deepEqual(renamed.replaces, ["name"]);
  });

  it("takes a policy away with all its versions", async () => {
    const held: Held = { id: ARN, inputs: {}, outputs: {}, secrets: [] };
    await plugin.delete(policyUrn, held);
    assert.deepEqual(
      calls.map(asked).map(({ Action, VersionId = "" }) => `${Action ?? ""} ${VersionId}`.trim()),
      [
        "ListPolicyVersions",
        ...[1, 2, 3, 4].map((n) => `DeletePolicyVersion v${String(n)}`),
        "DeletePolicy",
      ],
    );
  });

  it("attaches a policy to a role, and replaces that for another role", async () => {
    const inputs = { role: "store", policyArn: ARN };
    const made = await plugin.create(attachmentUrn, inputs);
    await plugin.delete(attachmentUrn, made);
    assert.deepEqual(
      calls.map(asked).map(({ Action, RoleName, PolicyArn }) => [Action, RoleName, PolicyArn]),
      [
        ["AttachRolePolicy", "store", ARN],
        ["DetachRolePolicy", "store", ARN],
      ],
    );
    const moved = await plugin.diff(attachmentUrn, made, { ...inputs, role: "other" });
    assert.deepEqual(moved.replaces, ["role"]);
  });

  it("knows in a preview only what was given", async () => {
    const { outputs } = await plugin.create(bucketUrn, { bucket: "blocks" }, { preview: true });
    assert.deepEqual([outputs["bucket"], outputs["arn"]], ["blocks", unknown]);
    assert.deepEqual(calls, []);
  });

  it("replaces a bucket of another name, and changes its tags in place", async () => {
    const inputs = { bucket: "blocks" };
    const held: Held = { id: "blocks", inputs, outputs: inputs, secrets: [] };
    const renamed = await plugin.diff(bucketUrn, held, { bucket: "others" });
    assert.deepEqual([renamed.replaces, renamed.deleteBeforeReplace], [["bucket"], false]);
    const tagged = await plugin.diff(bucketUrn, held, { bucket: "blocks", tags: { a: "b" } });
    assert.deepEqual([tagged.changed, tagged.replaces], [true, []]);
  });

  it("refuses an input it would silently leave out", async () => {
    const { failures } = await plugin.check(bucketUrn, {}, { bucket: "blocks", acl: "private" });
    assert.deepEqual(failures, ["acl"]);
  });

  it("says which type it does not know", async () => {
    const urn = urnOf("aws:iam/user:User", "user");
    await assert.rejects(plugin.check(urn, {}, {}), /does not know aws:iam\/user:User/);
  });

  for (const [missing, words] of [
    ["endpoints", /needs endpoints\.s3; this stand-in calls no real cloud/],
    ["accessKey", /needs accessKey; this stand-in reads no ambient one/],
  ] as const) {
    it(`asks for ${missing} where there is none`, async () => {
      const config: Values = { ...keys, endpoints: '[{"s3":"http://127.0.0.1:1"}]' };
      await plugin.configure({ ...config, [missing]: "" });
      await assert.rejects(plugin.check(bucketUrn, {}, {}), words);
    });
  }
});
