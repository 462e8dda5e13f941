// IAM roles and their inline policies.
import type * as iam from "@aws-sdk/client-iam";
import { type Account } from "./client";
import { policyText, unlessMissing, type Kind } from "./resource-type";
import { allTags, tagList } from "./field-names";

const services = async (account: Account) =>
  [await import("@aws-sdk/client-iam"), await account.iam()] as const;

const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

function roleOutputs(role: iam.Role | undefined) {
  return { arn: role?.Arn ?? "", uniqueId: role?.RoleId ?? "" };
}

export const role: Kind = {
  fixed: ["name", "namePrefix", "path"],
  computed: ["arn", "uniqueId", "tagsAll"],
  defaults: { path: "/", maxSessionDuration: 3600 },
  unserved: ["namePrefix", "inlinePolicies", "managedPolicyArns", "permissionsBoundary"],
  calledBy: "name",
  create: async (account, inputs) => {
    const [api, client] = await services(account);
    const RoleName = textOf(inputs["name"]);
    const { Role } = await client.send(
      new api.CreateRoleCommand({
        RoleName,
        Path: textOf(inputs["path"]),
        AssumeRolePolicyDocument: policyText(inputs, "assumeRolePolicy"),
        Tags: tagList(allTags(account.defaultTags, inputs)),
        ...(inputs["description"] === undefined
          ? {}
          : { Description: textOf(inputs["description"]) }),
      }),
    );
    const tagsAll = allTags(account.defaultTags, inputs);
    return { id: RoleName, outputs: { ...inputs, ...roleOutputs(Role), tagsAll } };
  },
  read: async (account, { id, outputs }) => {
    const [api, client] = await services(account);
    const found = await unlessMissing(client.send(new api.GetRoleCommand({ RoleName: id })));
    const trust = found?.Role?.AssumeRolePolicyDocument;
    return found === undefined
      ? undefined
      : {
          ...{ name: id, tagsAll: outputs["tagsAll"] ?? {}, ...roleOutputs(found.Role) },
          ...(trust === undefined ? {} : { assumeRolePolicy: decodeURIComponent(trust) }),
        };
  },
  update: async (account, { id, outputs }, inputs) => {
    const [api, client] = await services(account);
    await client.send(
      new api.UpdateAssumeRolePolicyCommand({
        RoleName: id,
        PolicyDocument: policyText(inputs, "assumeRolePolicy"),
      }),
    );
    const { arn = "", uniqueId = "" } = outputs;
    return { arn, uniqueId, tagsAll: allTags(account.defaultTags, inputs) };
  },
  delete: async (account, { id }) => {
    const [api, client] = await services(account);
    await client.send(new api.DeleteRoleCommand({ RoleName: id }));
  },
};

/** The id is "role:policy", as in the official provider. */
const parts = (id: string) => {
  const [RoleName, PolicyName] = id.split(":");
  return { RoleName, PolicyName };
};

export const rolePolicy: Kind = {
  fixed: ["role", "name", "namePrefix"],
  computed: [],
  defaults: {},
  unserved: ["namePrefix"],
  calledBy: "name",
  create: async (account, inputs) => {
    const [api, client] = await services(account);
    const id = `${textOf(inputs["role"])}:${textOf(inputs["name"])}`;
    await client.send(
      new api.PutRolePolicyCommand({ ...parts(id), PolicyDocument: policyText(inputs) }),
    );
    return { id, outputs: inputs };
  },
  read: async (account, { id }) => {
    const [api, client] = await services(account);
    const found = await unlessMissing(client.send(new api.GetRolePolicyCommand(parts(id))));
    return found?.PolicyDocument === undefined
      ? undefined
      : { policy: decodeURIComponent(found.PolicyDocument) };
  },
  update: async (account, { id }, inputs) => {
    const [api, client] = await services(account);
    await client.send(
      new api.PutRolePolicyCommand({ ...parts(id), PolicyDocument: policyText(inputs) }),
    );
    return {};
  },
  delete: async (account, { id }) => {
    const [api, client] = await services(account);
    await client.send(new api.DeleteRolePolicyCommand(parts(id)));
  },
};
