// Definition of an aws resource type: its inputs, outputs and operations.
import { type State } from "../protocol/provider";
import { type Values } from "../protocol/values";
import { type Account } from "./client";

export interface Kind {
  /** Inputs whose change requires a replacement, besides the region. */
  readonly fixed: readonly string[];
  readonly computed: readonly string[];
  readonly defaults: Values;
  /** Inputs of the official provider that this stand-in rejects. */
  readonly unserved: readonly string[];
  /** The input that is the resource's name in AWS; absent where AWS chooses an id. */
  readonly calledBy?: string;
  create(account: Account, inputs: Values): Promise<State>;
  /** Outputs besides the inputs; undefined if the resource no longer exists. */
  read(account: Account, state: State): Promise<Values | undefined>;
  update(account: Account, state: State, inputs: Values): Promise<Values>;
  delete(account: Account, state: State): Promise<void>;
}

const missing = new Set([
  ...["NotFound", "NoSuchBucket", "NoSuchBucketPolicy", "NoSuchLifecycleConfiguration"],
  ...["NoSuchPublicAccessBlockConfiguration", "OwnershipControlsNotFoundError"],
  ...["ServerSideEncryptionConfigurationNotFoundError"],
  ...["NoSuchEntity", "NoSuchEntityException", "NotFoundException"],
]);

export function isMissing(error: unknown): boolean {
  return error instanceof Error && missing.has(error.name);
}

/** The answer, or undefined if the error says that the resource does not exist. */
export async function unlessMissing<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (isMissing(error)) {
      return undefined;
    }
    throw error;
  }
}

/** The SDK takes a policy as a string or as an object. */
export function policyText(inputs: Values, key = "policy"): string {
  const given = inputs[key];
  return typeof given === "string" ? given : JSON.stringify(given);
}
