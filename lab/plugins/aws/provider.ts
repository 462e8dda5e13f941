// The aws provider: check, diff, create, read, update and delete, the same steps for each resource type.
import * as crypto from "node:crypto";
import { changes, type Change } from "../protocol/diff";
import { type Call, type Provider, type State, type Subject } from "../protocol/provider";
import { unknown, withoutNulls, type Path, type Value, type Values } from "../protocol/values";
import { bucket } from "./bucket";
import { accountOf, type Account } from "./client";
import * as iam from "./iam";
import { isMissing, type Kind } from "./resource-type";
import * as kms from "./kms";
import * as managed from "./managed-policy";
import { ofBucket } from "./bucket-resource";
import * as settings from "./settings";

const kinds: Record<string, Kind> = {
  "aws:iam/policy:Policy": managed.policy,
  "aws:iam/role:Role": iam.role,
  "aws:iam/rolePolicy:RolePolicy": iam.rolePolicy,
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": managed.attachment,
  "aws:kms/alias:Alias": kms.alias,
  "aws:kms/key:Key": kms.key,
  "aws:s3/bucket:Bucket": ofBucket(bucket),
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": ofBucket(settings.lifecycle),
  "aws:s3/bucketLogging:BucketLogging": ofBucket(settings.logging),
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls": ofBucket(settings.ownershipControls),
  "aws:s3/bucketPolicy:BucketPolicy": ofBucket(settings.policy),
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": ofBucket(settings.publicAccessBlock),
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration":
    ofBucket(settings.encryption),
  "aws:s3/bucketVersioning:BucketVersioning": ofBucket(settings.versioning),
};

function kindOf(type: string): Kind {
  const kind = kinds[type];
  if (kind === undefined) {
    throw new Error(`this stand-in for the aws provider does not know ${type}`);
  }
  return kind;
}

export class AwsProvider implements Provider {
  readonly name = "aws";
  readonly version = "7.48.0";
  private account: Account | undefined;

  configure(config: Values): void {
    // Values that are unknown in a preview are not needed in it.
    this.account = Object.values(config).some((value) => String(value).includes(unknown))
      ? undefined
      : accountOf(config);
  }

  secretOutputs(_type: string, secretInputs: readonly Path[]): readonly Path[] {
    return secretInputs;
  }

  check({ type, name, urn }: Subject, olds: Values, news: Values, seed: Uint8Array) {
    const inputs = withoutNulls(news);
    const failures = kindOf(type)
      .unserved.filter((property) => inputs[property] !== undefined)
      .map((property) => ({ property, reason: "is not supported by this stand-in" }));
    if (type !== "aws:s3/bucket:Bucket" || inputs["bucket"] !== undefined) {
      return { inputs, failures };
    }
    const hash = crypto.createHash("sha256").update(seed).update(urn).digest("hex").slice(0, 7);
    const named = `${String(inputs["bucketPrefix"] ?? `${name}-`)}${hash}`.toLowerCase();
    return { inputs: { ...inputs, bucket: olds["bucket"] ?? named }, failures };
  }

  diff({ type }: Subject, _state: State, olds: Values, news: Values) {
    const { fixed: ofKind, calledBy } = kindOf(type);
    const fixed = [...ofKind, "region"];
    return {
      changes: changes(comparable(olds), comparable(news)),
      replaces: (change: Change) => fixed.includes(String(change.path[0])),
      deleteBeforeReplace: calledBy !== undefined && olds[calledBy] === news[calledBy],
    };
  }

  async create({ type, name }: Subject, inputs: Values, { preview }: Call): Promise<State> {
    const kind = kindOf(type);
    const full = { ...kind.defaults, ...inputs };
    if (preview) {
      return { id: unknown, outputs: { ...full, ...laterOutputs(kind, inputs) } };
    }
    return kind.create(this.known(), full).catch(explain(type, name));
  }

  async read({ type, name }: Subject, state: State, inputs: Values) {
    const kind = kindOf(type);
    const found = await kind.read(this.known(), state).catch(explain(type, name));
    if (found === undefined) {
      return undefined;
    }
    // An import has no inputs, so the resource's name is set.
    const { calledBy } = kind;
    const called = calledBy === undefined ? {} : { [calledBy]: found[calledBy] ?? state.id };
    const known = Object.keys(inputs).length > 0 ? inputs : called;
    const outputs = { ...kind.defaults, ...state.outputs, ...known, ...found };
    return { state: { id: state.id, outputs }, inputs: known };
  }

  async update({ type, name }: Subject, state: State, _olds: Values, news: Values, call: Call) {
    const kind = kindOf(type);
    const full = { ...kind.defaults, ...news };
    if (call.preview) {
      return { ...state.outputs, ...full };
    }
    const outputs = await kind.update(this.known(), state, full).catch(explain(type, name));
    return { ...full, ...outputs };
  }

  async delete({ type, name }: Subject, state: State): Promise<void> {
    try {
      await kindOf(type).delete(this.known(), state);
    } catch (error) {
      if (!isMissing(error)) {
        explain(type, name)(error);
      }
    }
  }

  private known(): Account {
    if (this.account === undefined) {
      throw new Error("the provider's configuration is not known yet");
    }
    return this.account;
  }
}

function laterOutputs(kind: Kind, inputs: Values): Values {
  const later = kind.computed.filter((key) => inputs[key] === undefined);
  return Object.fromEntries(later.map((key) => [key, unknown]));
}

/** Policies are compared as parsed JSON, not as text. */
function comparable(inputs: Values): Values {
  return Object.fromEntries(
    Object.entries(inputs).map(([key, value]) => [
      key,
      /policy$/i.test(key) ? parsedPolicy(value) : value,
    ]),
  );
}

function parsedPolicy(policy: Value): Value {
  if (typeof policy !== "string" || policy === unknown) {
    return policy;
  }
  try {
    return JSON.parse(policy);
  } catch {
    return policy;
  }
}

function explain(type: string, name: string): (error: unknown) => never {
  return (error) => {
    const [errorName, message] =
      error instanceof Error ? [error.name, error.message] : ["Error", String(error)];
    throw new Error(`${type.split(":").pop()} ${name}: ${errorName}: ${message}`);
  };
}
