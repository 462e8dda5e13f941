// Recorded AWS resources as the plan of a Terraform run, which linters for AWS read.
// https://developer.hashicorp.com/terraform/internals/json-format
import type { Recorded } from "../../../tools/render/recorded";
import { field } from "../../policy/objects";
import type { Stacks } from "./findings";

/** `kmsMasterKeyId` → `kms_master_key_id`. */
const snake = (key: string): string => key.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`);

/** Names of blocks that Pulumi has in the plural. */
const SINGULAR: Readonly<Record<string, string>> = { rules: "rule", transitions: "transition" };

/** Converts Pulumi's inputs to Terraform's arguments: its AWS provider is generated from Terraform's. */
function asTerraform(value: unknown, key = ""): unknown {
  if (Array.isArray(value)) {
    return value.map((one) => asTerraform(one));
  }
  if (typeof value !== "object" || value === null || key === "tags") {
    return value;
  }
  const inner = Object.fromEntries(
    Object.entries(value).map(([name, one]) => [
      SINGULAR[name] ?? snake(name),
      asTerraform(one, name),
    ]),
  );
  // A single block is a list of one.
  return key === "" ? inner : [inner];
}

/** `aws:s3/bucketPolicy:BucketPolicy` → `aws_s3_bucket_policy`. */
const terraformType = (type: string): string => {
  const [, group = "", name = ""] = /^aws:([^/]+)\/([^:]+):/.exec(type) ?? [];
  return `aws_${group}_${snake(name)}`;
};

/** Settings of a bucket refer to it, for checks over several resources. */
function resourceOf({ type, name, inputs }: Recorded, buckets: readonly Recorded[]) {
  const id = { mode: "managed", type: terraformType(type), name };
  const values = asTerraform(inputs) as Record<string, unknown>;
  const bucket = buckets.find(
    (one) => one.type !== type && field(one.inputs, "bucket") === values["bucket"],
  );
  const references = bucket === undefined ? [] : [`aws_s3_bucket.${bucket.name}`];
  return {
    id: { ...id, address: `${id.type}.${name}` },
    // A reference to another resource has no value before that is created.
    values: bucket === undefined ? values : { ...values, bucket: undefined },
    expressions: bucket === undefined ? {} : { bucket: { references } },
  };
}

function planOf(resources: readonly Recorded[]): object {
  const aws = resources.filter(({ custom, type }) => custom && type.startsWith("aws:"));
  const buckets = aws.filter(({ type }) => type === "aws:s3/bucket:Bucket");
  const all = aws.map((one) => resourceOf(one, buckets));
  return {
    format_version: "1.2",
    terraform_version: "1.9.0",
    planned_values: {
      root_module: { resources: all.map(({ id, values }) => ({ ...id, values })) },
    },
    resource_changes: all.map(({ id, values }) => ({
      ...id,
      change: { actions: ["create"], before: null, after: values, after_unknown: {} },
    })),
    configuration: {
      root_module: { resources: all.map(({ id, expressions }) => ({ ...id, expressions })) },
    },
  };
}

/** Whether a resource is at AWS itself: rules for AWS require features that other S3 servers lack. */
const isAtAws = (resources: readonly Recorded[]): boolean =>
  resources.some(({ type }) => type.startsWith("aws:")) &&
  !resources.some(
    ({ type, inputs }) => type === "pulumi:providers:aws" && inputs["endpoints"] !== undefined,
  );

/** One plan for each stack with resources at AWS; equal plans once. */
export function plansOf(stacks: Stacks): Map<string, string> {
  const plans = Object.entries(stacks)
    .filter(([, resources]) => isAtAws(resources))
    .map(([stack, resources]) => [`${stack}.json`, JSON.stringify(planOf(resources))] as const);
  const first = new Map(plans.toReversed().map(([file, plan]) => [plan, file]));
  return new Map([...first].map(([plan, file]) => [file, plan]));
}
