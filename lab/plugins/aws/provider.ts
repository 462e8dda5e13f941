// The aws provider's S3 types: one bucket and the settings on it, by the same few steps.
import * as crypto from "node:crypto";
import { changes, type Change } from "../protocol/diff";
import { type Call, type Provider, type State, type Subject } from "../protocol/provider";
import { unknown, withoutNulls, type Value, type Values } from "../protocol/values";
import { bucket } from "./bucket";
import { accountOf, type Account } from "./client";
import { isMissing, type Kind, type Scope } from "./kind";
import * as settings from "./settings";

const kinds: Record<string, Kind> = {
  "aws:s3/bucket:Bucket": bucket,
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": settings.lifecycle,
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls": settings.ownershipControls,
  "aws:s3/bucketPolicy:BucketPolicy": settings.policy,
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": settings.publicAccessBlock,
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration":
    settings.encryption,
  "aws:s3/bucketVersioning:BucketVersioning": settings.versioning,
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
    // What is not known in a preview is not needed in one.
    this.account = Object.values(config).some((value) => String(value).includes(unknown))
      ? undefined
      : accountOf(config);
  }

  secretOutputs(): readonly string[] {
    return [];
  }

  check({ type, name, urn }: Subject, olds: Values, news: Values, seed: Uint8Array) {
    const inputs = withoutNulls(news);
    const failures = kindOf(type)
      .unserved.filter((property) => inputs[property] !== undefined)
      .map((property) => ({ property, reason: "is not served by this stand-in" }));
    if (type !== "aws:s3/bucket:Bucket" || inputs["bucket"] !== undefined) {
      return { inputs, failures };
    }
    const hash = crypto.createHash("sha256").update(seed).update(urn).digest("hex").slice(0, 7);
    const named = `${String(inputs["bucketPrefix"] ?? `${name}-`)}${hash}`.toLowerCase();
    return { inputs: { ...inputs, bucket: olds["bucket"] ?? named }, failures };
  }

  diff({ type }: Subject, _state: State, olds: Values, news: Values) {
    const fixed = [...kindOf(type).fixed, "region"];
    return {
      changes: changes(comparable(olds), comparable(news)),
      replaces: (change: Change) => fixed.includes(String(change.path[0])),
      deleteBeforeReplace: olds["bucket"] === news["bucket"],
    };
  }

  async create({ type }: Subject, inputs: Values, { preview }: Call): Promise<State> {
    const kind = kindOf(type);
    const full = { ...kind.defaults, ...inputs };
    if (preview) {
      return { id: unknown, outputs: { ...full, ...laterOutputs(kind, inputs) } };
    }
    const scope = await this.scope(full, String(full["bucket"]));
    await kind.create(scope, full).catch(explain(type, scope));
    return { id: scope.bucket, outputs: { ...full, ...kind.outputs(scope, full) } };
  }

  async read({ type }: Subject, state: State, inputs: Values) {
    const kind = kindOf(type);
    const scope = await this.scope(state.outputs, bucketOf(state));
    if (!(await kind.exists(scope).catch(explain(type, scope)))) {
      return undefined;
    }
    const known = Object.keys(inputs).length > 0 ? inputs : { bucket: scope.bucket };
    const outputs = { ...kind.defaults, ...state.outputs, ...known, ...kind.outputs(scope, known) };
    return { state: { id: state.id, outputs }, inputs: known };
  }

  async update({ type }: Subject, state: State, _olds: Values, news: Values, { preview }: Call) {
    const kind = kindOf(type);
    const full = { ...kind.defaults, ...news };
    if (preview) {
      return { ...state.outputs, ...full };
    }
    const scope = await this.scope(state.outputs, bucketOf(state));
    await kind.update(scope, state.outputs, full).catch(explain(type, scope));
    return { ...full, ...kind.outputs(scope, full) };
  }

  async delete({ type }: Subject, state: State): Promise<void> {
    const scope = await this.scope(state.outputs, bucketOf(state));
    try {
      await kindOf(type).delete(scope, state.outputs);
    } catch (error) {
      if (!isMissing(error)) {
        explain(type, scope)(error);
      }
    }
  }

  private async scope(values: Values, name: string): Promise<Scope> {
    const account = this.account;
    if (account === undefined) {
      throw new Error("the provider's configuration is not known yet");
    }
    const region = typeof values["region"] === "string" ? values["region"] : account.region;
    const client = await account.client(region);
    return { api: await import("@aws-sdk/client-s3"), client, account, region, bucket: name };
  }
}

function bucketOf(state: State): string {
  return state.id.split(",")[0] ?? state.id;
}

function laterOutputs(kind: Kind, inputs: Values): Values {
  const later = kind.computed.filter((key) => inputs[key] === undefined);
  return Object.fromEntries(later.map((key) => [key, unknown]));
}

/** A policy is compared by what it says, not by how it is written. */
function comparable(inputs: Values): Values {
  const { policy } = inputs;
  if (typeof policy !== "string" || policy === unknown) {
    return inputs;
  }
  try {
    const said: Value = JSON.parse(policy);
    return { ...inputs, policy: said };
  } catch {
    return inputs;
  }
}

function explain(type: string, scope: Scope): (error: unknown) => never {
  return (error) => {
    const [name, words] =
      error instanceof Error ? [error.name, error.message] : ["Error", String(error)];
    throw new Error(`${type.split(":").pop()} of bucket ${scope.bucket}: ${name}: ${words}`);
  };
}
