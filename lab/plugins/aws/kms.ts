// KMS keys with policy and rotation, and key aliases.
import { type Values } from "../protocol/values";
import { type Account } from "./client";
import { policyText, unlessMissing, type Kind } from "./resource-type";
import { allTags } from "./field-names";

const services = async (account: Account) =>
  [await import("@aws-sdk/client-kms"), await account.kms()] as const;

async function settle(account: Account, KeyId: string, inputs: Values): Promise<void> {
  const [api, client] = await services(account);
  if (inputs["enableKeyRotation"] === true) {
    await client.send(new api.EnableKeyRotationCommand({ KeyId }));
  }
  if (inputs["policy"] !== undefined) {
    await client.send(
      new api.PutKeyPolicyCommand({ KeyId, PolicyName: "default", Policy: policyText(inputs) }),
    );
  }
}

export const key: Kind = {
  fixed: ["customerMasterKeySpec", "keyUsage", "multiRegion"],
  computed: ["arn", "keyId", "tagsAll"],
  defaults: { enableKeyRotation: false, isEnabled: true },
  unserved: ["customKeyStoreId", "xksKeyId", "rotationPeriodInDays"],
  create: async (account, inputs) => {
    const [api, client] = await services(account);
    const tagsAll = allTags(account.defaultTags, inputs);
    const { KeyMetadata } = await client.send(
      new api.CreateKeyCommand({
        Description: String(inputs["description"] ?? ""),
        Tags: Object.entries(tagsAll).map(([TagKey, value]) => ({
          TagKey,
          TagValue: String(value),
        })),
      }),
    );
    const id = KeyMetadata?.KeyId ?? "";
    await settle(account, id, inputs);
    return { id, outputs: { ...inputs, arn: KeyMetadata?.Arn ?? "", keyId: id, tagsAll } };
  },
  read: async (account, { id, outputs }) => {
    const [api, client] = await services(account);
    const found = await unlessMissing(client.send(new api.DescribeKeyCommand({ KeyId: id })));
    const { Arn, KeyState } = found?.KeyMetadata ?? {};
    return Arn === undefined || KeyState === "PendingDeletion"
      ? undefined
      : { arn: Arn, keyId: id, tagsAll: outputs["tagsAll"] ?? {} };
  },
  update: async (account, { id, outputs }, inputs) => {
    await settle(account, id, inputs);
    const { arn = "" } = outputs;
    return { arn, keyId: id, tagsAll: allTags(account.defaultTags, inputs) };
  },
  delete: async (account, { id, outputs }) => {
    const [api, client] = await services(account);
    const days = outputs["deletionWindowInDays"];
    await client.send(
      new api.ScheduleKeyDeletionCommand({
        KeyId: id,
        PendingWindowInDays: typeof days === "number" ? days : undefined,
      }),
    );
  },
};

export const alias: Kind = {
  fixed: ["name", "namePrefix"],
  computed: ["arn", "targetKeyArn"],
  defaults: {},
  unserved: ["namePrefix"],
  calledBy: "name",
  create: async (account, inputs) => {
    const [api, client] = await services(account);
    const id = String(inputs["name"]);
    const TargetKeyId = String(inputs["targetKeyId"]);
    await client.send(new api.CreateAliasCommand({ AliasName: id, TargetKeyId }));
    return { id, outputs: inputs };
  },
  read: async (account, { id }) => {
    const [api, client] = await services(account);
    const found = await unlessMissing(client.send(new api.DescribeKeyCommand({ KeyId: id })));
    return found === undefined ? undefined : { targetKeyArn: found.KeyMetadata?.Arn ?? "" };
  },
  update: async (account, { id }, inputs) => {
    const [api, client] = await services(account);
    const TargetKeyId = String(inputs["targetKeyId"]);
    await client.send(new api.UpdateAliasCommand({ AliasName: id, TargetKeyId }));
    return {};
  },
  delete: async (account, { id }) => {
    const [api, client] = await services(account);
    await client.send(new api.DeleteAliasCommand({ AliasName: id }));
  },
};
