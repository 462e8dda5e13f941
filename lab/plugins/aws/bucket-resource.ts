// Base of the resource types for a bucket and its settings, identified by bucket name and region.
import type * as s3 from "@aws-sdk/client-s3";
import { type State } from "../protocol/provider";
import { type Values } from "../protocol/values";
import { type Account } from "./client";
import { type Kind } from "./resource-type";

export interface Scope {
  readonly api: typeof s3;
  readonly client: s3.S3Client;
  readonly account: Account;
  readonly region: string;
  readonly bucket: string;
}

export interface BucketKind extends Pick<Kind, "fixed" | "computed" | "defaults" | "unserved"> {
  exists(scope: Scope): Promise<boolean>;
  create(scope: Scope, inputs: Values): Promise<void>;
  update(scope: Scope, olds: Values, inputs: Values): Promise<void>;
  delete(scope: Scope, outputs: Values): Promise<void>;
  outputs(scope: Scope, inputs: Values): Values;
}

async function scopeOf(account: Account, values: Values, bucket: string): Promise<Scope> {
  const region = typeof values["region"] === "string" ? values["region"] : account.region;
  const [api, client] = [await import("@aws-sdk/client-s3"), await account.s3(region)];
  return { api, client, account, region, bucket };
}

const nameIn = ({ id }: State): string => id.split(",")[0] ?? id;

export const ofBucket = (kind: BucketKind): Kind => ({
  ...kind,
  calledBy: "bucket",
  create: async (account, inputs) => {
    const scope = await scopeOf(account, inputs, String(inputs["bucket"]));
    await kind.create(scope, inputs);
    return { id: scope.bucket, outputs: { ...inputs, ...kind.outputs(scope, inputs) } };
  },
  read: async (account, state) => {
    const scope = await scopeOf(account, state.outputs, nameIn(state));
    return (await kind.exists(scope))
      ? { bucket: scope.bucket, ...kind.outputs(scope, state.outputs) }
      : undefined;
  },
  update: async (account, state, inputs) => {
    const scope = await scopeOf(account, state.outputs, nameIn(state));
    await kind.update(scope, state.outputs, inputs);
    return kind.outputs(scope, inputs);
  },
  delete: async (account, state) => {
    const scope = await scopeOf(account, state.outputs, nameIn(state));
    await kind.delete(scope, state.outputs);
  },
});
