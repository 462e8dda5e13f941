// The smallest good configuration of each role, for tests to spoil.
import * as assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { loadConfig } from "../../config/load";
import { ORGANIZATION, PROJECT, stackConfig } from "../../tools/render/stack-config";
import { run } from "./fleet";

export type ConfigObject = Readonly<Record<string, unknown>>;

/** Where buckets are. */
export const SERVER = { region: "us-east-1", endpoint: "s3.example.com:9000" };

const objectStore = {
  kind: "s3",
  create: true,
  bucket: "metrics-test",
  ...SERVER,
  auth: { kind: "keys" },
};

/** Stands for an encrypted value. */
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

/** Without an endpoint and with roles: Amazon's own. */
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

/** The base with other keys; a key that is undefined is taken out. */
export const but = (base: ConfigObject, other: ConfigObject): ConfigObject =>
  Object.fromEntries(Object.entries({ ...base, ...other }).filter(([, v]) => v !== undefined));

/** The keys of the program's own namespace. */
export const ownKeys = (config: ConfigObject): ConfigObject =>
  Object.fromEntries(Object.entries(config).filter(([key]) => !key.includes(":")));

/** The base with another object store. */
export const store = (base: ConfigObject, other: ConfigObject): ConfigObject =>
  but(base, { objectStore: but(objectStore, other) });

/** The message of the whole program's refusal, before which no resource may have been registered. */
export async function refusal(config: ConfigObject, stack = "test"): Promise<string> {
  const { error, resources } = await run(config, {}, stack);
  assert.ok(pulumi.RunError.isInstance(error), `expected a refusal, got ${String(error)}`);
  assert.deepEqual(resources, []);
  assert.equal(error.stack, error.message);
  return error.message;
}

/** The message with which the reader of the configuration refuses it, without running the rest of the program. */
export async function readerRefusal(config: ConfigObject, stack = "test"): Promise<string> {
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

/** The faults in the refusal, one sentence each. */
export const faults = async (config: ConfigObject, stack = "test"): Promise<string[]> =>
  (await readerRefusal(config, stack)).split("\n").filter((line) => line.startsWith("  - "));
