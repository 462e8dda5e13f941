// A Pulumi program with only the AWS resources of a stack, from the program's own components and configuration.
import * as pulumi from "@pulumi/pulumi";
import { objectStoreOf } from "../../../components/object-store/component";
import { ownIdentity } from "../../../components/object-store/s3/workload-identity";
import { makeProviders } from "../../../components/providers";
import { storeReader, type StoreReaderArgs } from "../../../components/store-gateway/reader-role";
import { loadConfig, type Config, type ObserverConfig } from "../../../config/load";
import { observeeOutputs } from "../../../tools/render/references";
import { objectStoreLocation } from "../../../stacks/contract";
import { certificateSettings } from "../../../components/pki/spec";

/** Outputs of other stacks. */
interface Others {
  readonly readerRoleArn?: string;
  readonly observees: StoreReaderArgs["observees"];
}

class InAws extends pulumi.ComponentResource {
  readonly outputs: Record<string, unknown>;

  constructor(
    config: Config,
    { readerRoleArn, observees }: Others,
    opts: pulumi.ComponentResourceOptions,
  ) {
    super("thanos:test:InAws", config.role, {}, opts);
    const parent = { parent: this };
    const { role } = config;
    const args = {
      ...config,
      readerRoleArn,
      certificates: certificateSettings(config.certificates, false),
    };
    const { kmsKeyArn, location } = objectStoreOf(role, args, this, this);
    for (const part of ["prometheus", "compact"] as const) {
      ownIdentity(role, part, config, kmsKeyArn, parent);
    }
    const reader =
      config.role === "observer"
        ? storeReader(`${role}-store-iam`, { ...config, observees }, kmsKeyArn, parent).roleArn
        : undefined;
    this.outputs = {
      objectStore: location,
      kmsKeyArn,
      ...(reader === undefined ? {} : { storeReaderRoleArn: reader }),
    };
    this.registerOutputs(this.outputs);
  }
}

export = async (): Promise<Record<string, unknown>> => {
  const config = loadConfig(() => undefined);
  const others =
    config.role === "observer"
      ? { observees: await Promise.all(config.observees.map(observeeOf)) }
      : { observees: [], readerRoleArn: await readerOf(config.observer.stack ?? "") };
  return new InAws(config, others, { providers: makeProviders(config) }).outputs;
};

async function readerOf(observer: string): Promise<string> {
  const reference = new pulumi.StackReference(observer);
  return String((await reference.getOutputDetails("storeReaderRoleArn")).value);
}

/** Pending before its first `up`, as in the program. */
async function observeeOf({
  name,
  stack = "",
}: ObserverConfig["observees"][number]): Promise<StoreReaderArgs["observees"][number]> {
  const reference = new pulumi.StackReference(stack);
  const store = objectStoreLocation.safeParse(
    (await reference.getOutputDetails("objectStore")).value,
  );
  const kmsKeyArn = String((await reference.getOutputDetails("kmsKeyArn")).value);
  return store.success
    ? { name, contract: { ...observeeOutputs(name), objectStore: store.data, kmsKeyArn } }
    : { name };
}
