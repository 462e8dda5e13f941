// IAM managed policies and their attachments to roles.
import { type Account } from "./client";
import { policyText, unlessMissing, type Kind } from "./resource-type";
import { allTags, tagList } from "./field-names";

const services = async (account: Account) =>
  [await import("@aws-sdk/client-iam"), await account.iam()] as const;

const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

/** AWS keeps at most five versions; the default one cannot be deleted. */
const VERSIONS = 5;

/** Versions other than the default one, the oldest first. */
async function oldVersions(account: Account, PolicyArn: string): Promise<string[]> {
  const [api, client] = await services(account);
  const { Versions = [] } = await client.send(new api.ListPolicyVersionsCommand({ PolicyArn }));
  return Versions.filter(({ IsDefaultVersion }) => IsDefaultVersion !== true)
    .map(({ VersionId = "" }) => VersionId)
    .sort((a, b) => Number(a.slice(1)) - Number(b.slice(1)));
}

async function deleteVersions(
  account: Account,
  PolicyArn: string,
  versions: readonly string[],
): Promise<void> {
  const [api, client] = await services(account);
  for (const VersionId of versions) {
    await client.send(new api.DeletePolicyVersionCommand({ PolicyArn, VersionId }));
  }
}

export const policy: Kind = {
  fixed: ["name", "namePrefix", "path", "description"],
  computed: ["arn", "policyId", "tagsAll"],
  defaults: { path: "/" },
  unserved: ["namePrefix", "delayAfterPolicyCreationInMs"],
  calledBy: "name",
  create: async (account, inputs) => {
    const [api, client] = await services(account);
    const tagsAll = allTags(account.defaultTags, inputs);
    const { Policy } = await client.send(
      new api.CreatePolicyCommand({
        PolicyName: textOf(inputs["name"]),
        Path: textOf(inputs["path"]),
        PolicyDocument: policyText(inputs),
        Tags: tagList(tagsAll),
        ...(inputs["description"] === undefined
          ? {}
          : { Description: textOf(inputs["description"]) }),
      }),
    );
    const arn = Policy?.Arn ?? "";
    return { id: arn, outputs: { ...inputs, arn, policyId: Policy?.PolicyId ?? "", tagsAll } };
  },
  read: async (account, { id, outputs }) => {
    const [api, client] = await services(account);
    const found = await unlessMissing(client.send(new api.GetPolicyCommand({ PolicyArn: id })));
    if (found?.Policy === undefined) {
      return undefined;
    }
    const { PolicyName = "", PolicyId = "", DefaultVersionId: VersionId } = found.Policy;
    const version = await client.send(
      new api.GetPolicyVersionCommand({ PolicyArn: id, VersionId }),
    );
    return {
      ...{ name: PolicyName, arn: id, policyId: PolicyId, tagsAll: outputs["tagsAll"] ?? {} },
      policy: decodeURIComponent(version.PolicyVersion?.Document ?? ""),
    };
  },
  update: async (account, { id, outputs }, inputs) => {
    const [api, client] = await services(account);
    const old = await oldVersions(account, id);
    await deleteVersions(account, id, old.slice(0, Math.max(0, old.length + 2 - VERSIONS)));
    await client.send(
      new api.CreatePolicyVersionCommand({
        PolicyArn: id,
        PolicyDocument: policyText(inputs),
        SetAsDefault: true,
      }),
    );
    const { policyId = "" } = outputs;
    return { arn: id, policyId, tagsAll: allTags(account.defaultTags, inputs) };
  },
  delete: async (account, { id }) => {
    const [api, client] = await services(account);
    await deleteVersions(account, id, await oldVersions(account, id));
    await client.send(new api.DeletePolicyCommand({ PolicyArn: id }));
  },
};

export const attachment: Kind = {
  fixed: ["role", "policyArn"],
  computed: [],
  defaults: {},
  unserved: [],
  create: async (account, inputs) => {
    const [api, client] = await services(account);
    const [RoleName, PolicyArn] = [textOf(inputs["role"]), textOf(inputs["policyArn"])];
    await client.send(new api.AttachRolePolicyCommand({ RoleName, PolicyArn }));
    return { id: `${RoleName}/${PolicyArn}`, outputs: inputs };
  },
  read: async (account, { outputs }) => {
    const [api, client] = await services(account);
    const found = await unlessMissing(
      client.send(new api.ListAttachedRolePoliciesCommand({ RoleName: textOf(outputs["role"]) })),
    );
    const attached = found?.AttachedPolicies?.map(({ PolicyArn }) => PolicyArn) ?? [];
    return attached.includes(textOf(outputs["policyArn"])) ? {} : undefined;
  },
  /** All inputs require a replacement. */
  update: (_account, { outputs }) => Promise.resolve(outputs),
  delete: async (account, { outputs }) => {
    const [api, client] = await services(account);
    const [RoleName, PolicyArn] = [textOf(outputs["role"]), textOf(outputs["policyArn"])];
    await client.send(new api.DetachRolePolicyCommand({ RoleName, PolicyArn }));
  },
};
