// A program of what a stack makes in AWS, by the program's own components and configuration, without its cluster.
import * as pulumi from "@pulumi/pulumi";
import { objectStoreOf } from "../../../components/object-store";
import { ownIdentity } from "../../../components/own-identity";
import { makeProviders } from "../../../components/providers";
import { storeReader } from "../../../components/store-reader";
import { loadConfig, type Config } from "../../../config";
import { certificateSettings } from "../../../specs/pki/certificates";

class InAws extends pulumi.ComponentResource {
  readonly outputs: Record<string, unknown>;

  constructor(
    config: Config,
    readerRoleArn: string | undefined,
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
    const { kmsKeyArn } = objectStoreOf(role, args, this, this);
    for (const part of ["prometheus", "compact"] as const) {
      ownIdentity(role, part, config, kmsKeyArn, parent);
    }
    const reader =
      config.role === "observer"
        ? storeReader(
            `${role}-store-iam`,
            { ...config, observees: config.observees.map(({ name }) => ({ name })) },
            kmsKeyArn,
            parent,
          ).roleArn
        : undefined;
    this.outputs = {
      kmsKeyArn,
      ...(reader === undefined ? {} : { storeReaderRoleArn: reader }),
    };
    this.registerOutputs(this.outputs);
  }
}

export = async (): Promise<Record<string, unknown>> => {
  const config = loadConfig();
  const reader =
    config.role === "observee" ? await readerOf(config.observer.stack ?? "") : undefined;
  return new InAws(config, reader, { providers: makeProviders(config) }).outputs;
};

async function readerOf(observer: string): Promise<string> {
  const reference = new pulumi.StackReference(observer);
  return String((await reference.getOutputDetails("storeReaderRoleArn")).value);
}
