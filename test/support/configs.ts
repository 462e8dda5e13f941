// Minimal valid configuration of each role, for tests to modify.
import * as assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { loadConfig } from "../../config/load";
import { ORGANIZATION, PROJECT, stackConfig } from "../../tools/render/stack-config";
import { run } from "./fleet";

export type ConfigObject = Readonly<Record<string, unknown>>;

/** Region and endpoint of the buckets. */
export const SERVER = { region: "us-east-1", endpoint: "s3.example.com:9000" };

const objectStore = {
  kind: "s3",
  create: true,
  bucket: "metrics-test",
  ...SERVER,
  auth: { kind: "keys" },
};

/** Placeholder for an encrypted value. */
export const SECURE = { secure: "v1:placeholder" };

const common = {
  "pulumi:disable-default-providers": ["*"],
  kubernetes: { context: "test" },
  objectStore,
  objectStoreAccessKey: SECURE,
  objectStoreSecretKey: SECURE,
};

export const OBSERVER: ConfigObject = {
  ...common,
  role: "observer",
  cluster: "observer",
  observees: [{ name: "paris", stack: "organization/thanos-fleet/paris" }],
};

export const OBSERVEE: ConfigObject = {
  ...common,
  role: "observee",
  cluster: "paris",
  observer: { stack: "organization/thanos-fleet/observer" },
  exposure: { kind: "loadBalancer" },
};

/** A bucket at AWS itself: no endpoint, access by roles. */
export const AWS_STORE: ConfigObject = {
  objectStore: {
    kind: "s3",
    create: true,
    bucket: "metrics-test",
    region: "eu-west-3",
    auth: {
      kind: "irsa",
      roleArns: {
        prometheus: "arn:aws:iam::111122223333:role/p",
        compact: "arn:aws:iam::111122223333:role/c",
        store: "arn:aws:iam::111122223333:role/s",
      },
    },
  },
  aws: { region: "eu-west-3", profile: "test", accountId: "111122223333" },
};

/** The base with other keys; a key that is undefined is removed. */
export const withKeys = (base: ConfigObject, other: ConfigObject): ConfigObject =>
  Object.fromEntries(Object.entries({ ...base, ...other }).filter(([, v]) => v !== undefined));

/** The keys of the program's own namespace. */
export const ownKeys = (config: ConfigObject): ConfigObject =>
  Object.fromEntries(Object.entries(config).filter(([key]) => !key.includes(":")));

/** The base with another object store. */
export const store = (base: ConfigObject, other: ConfigObject): ConfigObject =>
  withKeys(base, { objectStore: withKeys(objectStore, other) });

/** Error message of the whole program; asserts that no resource was registered before. */
export async function refusal(config: ConfigObject, stack = "test"): Promise<string> {
  const { error, resources } = await run(config, {}, stack);
  assert.ok(pulumi.RunError.isInstance(error), `expected a refusal, got ${String(error)}`);
  assert.deepEqual(resources, []);
  assert.equal(error.stack, error.message);
  return error.message;
}

/** Error message of the configuration's reader, without running the rest of the program. */
async function readerRefusal(config: ConfigObject, stack = "test"): Promise<string> {
  const mocks = { call: () => ({}), newResource: () => ({ id: undefined, state: {} }) };
  await pulumi.runtime.setMocks(mocks, PROJECT, stack, false, ORGANIZATION);
  const { values, secrets } = stackConfig(config);
  pulumi.runtime.setAllConfig({ ...values }, [...secrets]);
  try {
    loadConfig(() => undefined);
  } catch (error) {
    assert.ok(pulumi.RunError.isInstance(error), `expected a refusal, got ${String(error)}`);
    return error.message;
  }
  throw new assert.AssertionError({ message: "expected a refusal, but it was accepted" });
}

/** The errors in the message, one sentence each. */
export const faults = async (config: ConfigObject, stack = "test"): Promise<string[]> =>
  (await readerRefusal(config, stack)).split("\n").filter((line) => line.startsWith("  - "));
