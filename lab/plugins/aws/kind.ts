// What one aws resource type is made of.
import { type State } from "../protocol/provider";
import { type Values } from "../protocol/values";
import { type Account } from "./client";

export interface Kind {
  /** Inputs that cannot be changed in place, beside the region. */
  readonly fixed: readonly string[];
  readonly computed: readonly string[];
  readonly defaults: Values;
  /** Inputs of the official provider that are refused here. */
  readonly unserved: readonly string[];
  /** The input by which AWS tells two of them apart; absent where it chooses itself. */
  readonly calledBy?: string;
  create(account: Account, inputs: Values): Promise<State>;
  /** Its outputs beside its inputs; undefined when it is gone. */
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

/** What an answer is, or undefined where there is none. */
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

/** The SDK takes a policy as text or as an object. */
export function policyText(inputs: Values, key = "policy"): string {
  const given = inputs[key];
  return typeof given === "string" ? given : JSON.stringify(given);
}
